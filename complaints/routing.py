"""Which team a case goes to: the first rule that fits, and why. Pure: values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from complaints.rules import Route
from dimensions.reading import Kind, Reading


@dataclass(frozen=True, kw_only=True)
class Routed:
    """`team` by name; None goes to the chats of the place. The rest says which condition fitted."""

    team: str | None = None
    dimension: str | None = None
    aspect: str | None = None
    place: str | None = None

    @property
    def facts(self) -> dict[str, object]:
        found = {
            "team": self.team,
            "dimension": self.dimension,
            "aspect": self.aspect,
            "place": self.place,
        }
        return {name: value for name, value in found.items() if value is not None}


def route(routes: Sequence[Route], places: Iterable[str], kind: Kind, reading: Reading) -> Routed:
    """`places` are the names and codes of the case's place and of all above it."""
    here = frozenset(places)
    blamed = [(f.dimension, f.aspect) for f in reading.dimensions if f.polarity == "negative"]
    for one in routes:
        if one.place is not None and one.place not in here:
            continue
        if one.kind is not None and one.kind != kind.value:
            continue
        fits = _fitting(one, blamed)
        if fits is not None:
            return Routed(team=one.team, dimension=fits[0], aspect=fits[1], place=one.place)
    return Routed()


def _fitting(
    one: Route, blamed: Sequence[tuple[str, str | None]]
) -> tuple[str | None, str | None] | None:
    """What of the first finding that fits the rule names; None when none does."""
    if one.dimension is None and one.aspect is None:
        return (None, None)
    for dimension, aspect in blamed:
        if one.dimension in {None, dimension} and one.aspect in {None, aspect}:
            return (dimension, one.aspect)
    return None
