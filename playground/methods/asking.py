"""Methods about the bot itself, its presses and its files."""

from __future__ import annotations

from typing import Any

from telegram import BotCommand, File, UserProfilePhotos

from playground.errors import bad_request
from playground.methods.register import Call, method
from playground.model import PressAnswer
from playground.updates import PRESS_LIFE

_ANSWER_LIMIT = 200


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    return call.bot.myself().to_dict()


@method("logOut")
def log_out(call: Call) -> bool:
    return True


@method("close")
def close(call: Call) -> bool:
    return True


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    press = call.ground.presses.get(call.params.text("callback_query_id") or "")
    now = call.ground.clock.now().timestamp()
    if press is None or press.bot_id != call.bot.id or now - press.at > PRESS_LIFE:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = call.params.text("text") or ""
    if len(text) > _ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = PressAnswer(
        press_id=press.id,
        user_id=press.user_id,
        text=text,
        show_alert=call.params.flag("show_alert"),
    )
    call.ground.press_answers.append(answer)
    call.ground.feed.emit(
        "callback_answer",
        lambda: {"user_id": press.user_id, "text": text, "show_alert": answer.show_alert},
    )
    return True


@method("getFile")
def get_file(call: Call) -> dict[str, Any]:
    file = call.ground.files.get(call.params.text("file_id") or "")
    if file is None:
        raise bad_request("invalid file_id")
    return File(file.file_id, file.unique_id, file.size, file.path).to_dict()


@method("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> dict[str, Any]:
    if call.params.need("user_id") not in call.ground.people:
        raise bad_request("user not found")
    return UserProfilePhotos(total_count=0, photos=[]).to_dict() | {"photos": []}


@method("setMyCommands")
def set_my_commands(call: Call) -> bool:
    given = call.params.structure("commands") or []
    try:
        commands = [
            BotCommand(one["command"].removeprefix("/"), one["description"]) for one in given
        ]
    except (TypeError, KeyError, AttributeError):
        raise bad_request("can't parse BotCommand: object expected") from None
    for command in commands:
        if not command.command or not 1 <= len(command.description) <= 256:
            raise bad_request("BOT_COMMAND_INVALID")
    call.ground.keep_commands(_scope(call), [command.to_dict() for command in commands])
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> list[dict[str, str]]:
    return call.ground.commands.get(_scope(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> bool:
    call.ground.keep_commands(_scope(call), None)
    return True


_TEXTS = {
    "Name": "name",
    "Description": "description",
    "ShortDescription": "short_description",
}


def _keeps_text(title: str, field: str) -> None:
    """Name and descriptions: a text per language, kept as commands are."""

    def put(call: Call) -> bool:
        value = call.params.text(field) or ""
        call.ground.keep_commands(f"{field}|{_language(call)}|{call.bot.id}", [{field: value}])
        return True

    def get(call: Call) -> dict[str, str]:
        kept = call.ground.commands.get(f"{field}|{_language(call)}|{call.bot.id}")
        return kept[0] if kept else {field: call.bot.first_name if field == "name" else ""}

    method(f"setMy{title}")(put)
    method(f"getMy{title}")(get)


for _title, _field in _TEXTS.items():
    _keeps_text(_title, _field)


def _language(call: Call) -> str:
    return call.params.text("language_code") or ""


def _scope(call: Call) -> str:
    scope = call.params.structure("scope") or {}
    place = ":".join(str(scope[name]) for name in ("chat_id", "user_id") if name in scope)
    return f"{scope.get('type', 'default')}|{place}|{_language(call)}|{call.bot.id}"
