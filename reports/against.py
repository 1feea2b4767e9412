"""A part beside all the others together: what stands out of many comparisons, beyond chance."""

from collections.abc import Mapping, Sequence

from reports.comparing import HIGHER_IS_BETTER, LEAST, SHARES, Verdict
from reports.intervals import chance_of, discoveries, newcombe
from reports.panel import Part
from reports.values import Number

Standing = Mapping[tuple[str, str], Verdict]


def standing_out(parts: Sequence[Part]) -> Standing:
    """(code, figure) to better or worse, of those that do; Benjamini and Hochberg over all.

    Each part is held against the rest of the same days, never against the best of them.
    """
    found: list[tuple[str, str, tuple[float, float]]] = []
    for key in SHARES:
        told = [part for part in parts if part[key].n]
        n, hits = sum(part[key].n for part in told), sum(part[key].hits or 0 for part in told)
        for part in told:
            one = part[key]
            rest = Number(n=n - one.n, hits=hits - (one.hits or 0))
            if min(one.n, rest.n) >= LEAST:
                span = newcombe(one.hits or 0, one.n, rest.hits or 0, rest.n)
                found.append((part.code, key, span))
    stands = discoveries([chance_of(span) for _, _, span in found])
    return {
        (code, key): Verdict.BETTER if (span[0] > 0) == (key in HIGHER_IS_BETTER) else Verdict.WORSE
        for (code, key, span), stays in zip(found, stands, strict=True)
        if stays and not span[0] <= 0 <= span[1]
    }
