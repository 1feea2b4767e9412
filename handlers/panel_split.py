"""Every way in which figures can be told apart, one button each."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.words import Words


def ways_apart(facts: Mapping[str, Any], _: Words) -> Sequence[tuple[str, str]]:
    """(what the button says, the view); people only among themselves and never as a ranking."""
    places = [(_("按店"), "places")] if facts.get("many") else []
    return (
        *places,
        (_("按班组"), "teams"),
        (_("按类型"), "types"),
        (_("按产品"), "products"),
        (_("按客人"), "groups"),
        (_("按行业"), "industries"),
        (_("按来路"), "channels"),
        (_("按原因"), "causes"),
        (_("按严重程度"), "severe"),
        (_("按方面"), "aspects"),
        (_("经手同事"), "people"),
        (_("服务的同事"), "staff"),
    )
