"""A span of the day as rules write it."""

from typing import Annotated, Any

from pydantic import BeforeValidator, InstanceOf, PlainSerializer
from pydantic_core import PydanticCustomError

from calendars.window import SendWindow


def _window(value: Any) -> Any:
    if isinstance(value, SendWindow):
        return value
    try:
        return SendWindow.parse(value)
    except (AttributeError, TypeError, ValueError):
        raise PydanticCustomError(
            "send_window",
            "Write one span of the day, such as 09:00-20:00.",
            {"zh": "写一段时间，例如 09:00-20:00。"},
        ) from None


Window = Annotated[
    InstanceOf[SendWindow],
    BeforeValidator(_window),
    PlainSerializer(str, return_type=str, when_used="json"),
]
