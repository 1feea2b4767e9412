"""One and the same small bot, written for two libraries that know nothing of each other."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import telegram
from aiogram import Bot, Dispatcher, F, types
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import BufferedInputFile
from aiohttp import web
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.playground.conftest import TOKEN

SECRET = "a-secret_1"
HELLO = "<b>您好</b> &amp; 欢迎"
Context = ContextTypes.DEFAULT_TYPE


@asynccontextmanager
async def aiogram_bot(url: str, *, webhook: bool) -> AsyncIterator[None]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(url))
    bot, dispatcher = Bot(TOKEN, session=session), Dispatcher()
    dispatcher.message.register(_start, CommandStart())
    dispatcher.message.register(_photo, F.photo)
    dispatcher.message.register(_echo, F.text)
    dispatcher.edited_message.register(_edited)
    dispatcher.callback_query.register(_pressed)

    async def feed(request: web.Request) -> web.Response:
        update = types.Update.model_validate(await request.json(), context={"bot": bot})
        await dispatcher.feed_update(bot, update)
        return web.Response()

    try:
        if webhook:
            async with _hook(feed) as hook:
                await bot.set_webhook(hook, secret_token=SECRET)
                yield
                await bot.delete_webhook()
        else:
            polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False))
            yield
            await dispatcher.stop_polling()
            await polling
    finally:
        await session.close()


async def _start(message: types.Message) -> None:
    button = types.InlineKeyboardButton(text="好的", callback_data="ok:1")
    keyboard = types.InlineKeyboardMarkup(inline_keyboard=[[button]])
    await message.answer(HELLO, parse_mode="HTML", reply_markup=keyboard)


async def _photo(message: types.Message) -> None:
    assert message.bot
    assert message.photo
    content = await message.bot.download(message.photo[-1])
    assert content
    file = BufferedInputFile(content.read(), "copy.png")
    await message.answer_document(file, caption="原样奉还")


async def _echo(message: types.Message) -> None:
    await message.reply(f"您说：{message.text}")


async def _edited(message: types.Message) -> None:
    await message.answer(f"您改成：{message.text}")


async def _pressed(query: types.CallbackQuery) -> None:
    await query.answer("收到")
    assert isinstance(query.message, types.Message)
    await query.message.edit_text(f"按了 {query.data}")


@asynccontextmanager
async def ptb_bot(url: str, *, webhook: bool) -> AsyncIterator[None]:
    builder = Application.builder().token(TOKEN)
    builder = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    application = builder.build()
    application.add_handler(CommandHandler("start", _ptb_start))
    application.add_handler(MessageHandler(filters.PHOTO, _ptb_photo))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, _ptb_edited))
    application.add_handler(MessageHandler(filters.TEXT, _ptb_echo))
    application.add_handler(CallbackQueryHandler(_ptb_pressed))

    async def feed(request: web.Request) -> web.Response:
        update = telegram.Update.de_json(await request.json(), application.bot)
        await application.process_update(update)
        return web.Response()

    async with application:
        await application.start()
        if webhook:
            async with _hook(feed) as hook:
                await application.bot.set_webhook(hook, secret_token=SECRET)
                yield
                await application.bot.delete_webhook()
        else:
            assert application.updater
            await application.updater.start_polling()
            yield
            await application.updater.stop()
        await application.stop()


async def _ptb_start(update: telegram.Update, context: Context) -> None:
    button = telegram.InlineKeyboardButton("好的", callback_data="ok:1")
    keyboard = telegram.InlineKeyboardMarkup([[button]])
    assert update.message
    await update.message.reply_text(HELLO, parse_mode="HTML", reply_markup=keyboard)


async def _ptb_photo(update: telegram.Update, context: Context) -> None:
    assert update.message
    file = await update.message.photo[-1].get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_document(content, filename="copy.png", caption="原样奉还")


async def _ptb_edited(update: telegram.Update, context: Context) -> None:
    assert update.edited_message
    await update.edited_message.reply_text(f"您改成：{update.edited_message.text}")


async def _ptb_echo(update: telegram.Update, context: Context) -> None:
    assert update.message
    await update.message.reply_text(f"您说：{update.message.text}", do_quote=True)


async def _ptb_pressed(update: telegram.Update, context: Context) -> None:
    query = update.callback_query
    assert query
    await query.answer("收到")
    await query.edit_message_text(f"按了 {query.data}")


@asynccontextmanager
async def _hook(feed: object) -> AsyncIterator[str]:
    """A web server that refuses what does not carry the secret."""

    async def receive(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return web.Response(status=401)
        assert callable(feed)
        answer = await feed(request)
        assert isinstance(answer, web.Response)
        return answer

    app = web.Application()
    app.router.add_post("/hook", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        port = runner.addresses[0][1]
        yield f"http://127.0.0.1:{port}/hook"
    finally:
        await runner.cleanup()
