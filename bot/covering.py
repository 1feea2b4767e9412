"""Writes over a message of ours that Telegram does not delete any more."""

from contextlib import suppress

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaPhoto

from bot.drawing import png_of

_BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'


async def cover(bot: Bot, chat: int, message_id: int, text: str) -> None:
    """Its text becomes `text`; a picture or a voice becomes a blank picture that says so.

    A message that somebody took away meanwhile is covered well enough.
    """
    try:
        await bot.edit_message_text(text, chat_id=chat, message_id=message_id)
    except TelegramBadRequest:
        blank = BufferedInputFile(await png_of(_BLANK), "huiyin.png")
        media = InputMediaPhoto(media=blank, caption=text)
        with suppress(TelegramBadRequest):
            await bot.edit_message_media(media, chat_id=chat, message_id=message_id)
