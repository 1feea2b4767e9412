"""A person beside the house: never a ranking, and nothing that rests on a few cases."""

from dataclasses import dataclass

from reports.figures import SMALL_SAMPLE
from reports.intervals import chance_of, discoveries, newcombe
from reports.values import Figures

BESIDE = ("first_response_on_time", "on_time", "handling", "reopened")


@dataclass(frozen=True, kw_only=True)
class Own:
    """Both over the same days and places; `own` are the cases that the person owns."""

    own: Figures
    whole: Figures

    @property
    def is_enough(self) -> bool:
        return self.own["complaints"].n >= SMALL_SAMPLE

    @property
    def behind(self) -> tuple[str, ...]:
        """Dimensions that more of their cases are about than of the others', beyond doubt."""
        n = self.own["complaints"].n
        rest = self.whole["complaints"].n - n
        if not self.is_enough or rest < SMALL_SAMPLE:
            return ()
        whole, spans = self.whole.by("complaints_by_dimension"), {}
        for name, number in self.own.by("complaints_by_dimension").items():
            others = (whole[name].n if name in whole else number.n) - number.n
            spans[name] = newcombe(number.n, n, max(0, min(others, rest)), rest)
        stands = discoveries([chance_of(span) for span in spans.values()])
        told = zip(spans.items(), stands, strict=True)
        return tuple(name for (name, (low, _)), stays in told if stays and low > 0)

    def is_told(self, key: str) -> bool:
        """Whether it rests on enough to be held against the house."""
        return self.is_enough and not self.own[key].is_small
