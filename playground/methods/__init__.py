"""The methods of the Bot API, by name; importing this package registers all of them."""

from __future__ import annotations

from playground.methods import asking, chats, editing, hooks, sending  # noqa: F401  (registers)
from playground.methods.register import METHODS, Call, carry_out

__all__ = ["METHODS", "Call", "carry_out"]
