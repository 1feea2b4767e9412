"""Why a text is read as it is, as facts; how they are told is the doors' affair."""

from collections.abc import Iterable, Iterator

from dimensions.reasons import Change, Reasons
from dimensions.tagger import Tagger


def reasons_of(text: str, tagger: Tagger, without: Tagger | None = None) -> Reasons:
    """What was read and what made it grave; `without` is one that knows no own words."""
    reading = tagger.read(text)
    return Reasons(
        reading=reading,
        names=names_of(tagger),
        not_believed=tuple(tagger.not_believed(text)),
        weights=tagger.weights_of_severity(text) if reading.severity else {},
        cuts=tagger.cuts_of_severity,
        plain=None if without is None else without.read(text),
    )


def names_of(tagger: Tagger) -> dict[str, str]:
    """What its aspects are called, an operator's own among them."""
    return {key: aspect.name for key, aspect in tagger.scheme.aspects.items()}


def changes(tagger: Tagger, texts: Iterable[str]) -> Iterator[Change]:
    """Of these texts, those that an operator's words and patterns make read otherwise, and how."""
    for text in filter(tagger.may_differ, texts):
        change = Change.between(tagger.read_alone(text), tagger.shipped.read_alone(text))
        if change.more or change.less:
            yield change
