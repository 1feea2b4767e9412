"""The bots that stand beside Huiyin: each a process that polls until it is ended."""

import asyncio
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiogram import Bot


def echo_aiogram(token: str, url: str) -> None:
    """aiogram as its tutorial has it: one message in, one message out."""
    from aiogram import Dispatcher
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()
    async def on_message(message: Message) -> None:
        await message.answer(message.text or "")

    asyncio.run(dispatcher.start_polling(_bot(token, url)))


def fair_aiogram(token: str, url: str, group: int) -> None:
    """The same work with no database: segments the text and sends the same two messages."""
    import jieba
    from aiogram import Dispatcher
    from aiogram.types import Message

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    dispatcher, bot = Dispatcher(), _bot(token, url)

    @dispatcher.message()
    async def on_message(message: Message) -> None:
        found = tokenizer.lcut(message.text or "")
        await message.answer(f"已收到，共 {len(found)} 个词。同事会在这里答复您。")
        await bot.send_message(group, f"投诉：{message.text}")

    asyncio.run(dispatcher.start_polling(bot))


def echo_ptb(token: str, url: str) -> None:
    """python-telegram-bot as its tutorial has it."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def on_message(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message is not None:
            await update.message.reply_text(update.message.text or "")

    builder = Application.builder().token(token).concurrent_updates(64)
    app = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, on_message))
    app.run_polling(poll_interval=0, timeout=1)


async def deaf(token: str, url: str) -> None:
    """Fetches whatever comes and does nothing about it; whoever writes first gets a button."""
    import aiohttp

    address, offset, told = f"{url}/bot{token}", 0, False
    button = {"inline_keyboard": [[{"text": "+", "callback_data": "+"}]]}
    async with aiohttp.ClientSession() as session:
        while True:
            asked = {"offset": offset, "timeout": 20}
            async with session.post(f"{address}/getUpdates", json=asked) as answer:
                updates = (await answer.json())["result"]
            for update in updates:
                offset = update["update_id"] + 1
                if not told and "message" in update:
                    to = {"chat_id": update["message"]["chat"]["id"], "text": "+"}
                    kept = session.post(
                        f"{address}/sendMessage", json=to | {"reply_markup": button}
                    )
                    async with kept as sent:
                        told = sent.status == 200


def _bot(token: str, url: str) -> "Bot":
    from aiogram import Bot
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    return Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))


if __name__ == "__main__":
    kind, token, url, group = sys.argv[1:5]
    if kind == "echo-aiogram":
        echo_aiogram(token, url)
    elif kind == "fair-aiogram":
        fair_aiogram(token, url, int(group))
    elif kind == "deaf":
        asyncio.run(deaf(token, url))
    else:
        echo_ptb(token, url)
