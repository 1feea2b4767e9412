"""What the guide leaves behind: signs to print, and a daily report for the owner."""

import asyncio
from pathlib import Path

from bot.app import App
from bot.signs import Size, sheet
from bot.spoken import why
from bot.talk import Talk
from handlers.moments import moment
from handlers.signs import Sign
from handlers.words import words_in
from people.values import Role
from reports.digests import Cadence, next_due
from storage.work import begin_work

REPORT_HOUR = 9


async def part(app: App, talk: Talk) -> None:
    talk.line("\n[bold]5  桌牌[/bold]", "\n[bold]5  The counter sign[/bold]")
    await _write_signs(app, talk)
    when = await _order_report(app, talk)
    talk.line(
        f"\n[bold]都通了。[/bold]从现在起，客人写来的每一句都会有人答复。{when}，您会收到第一份日报。",
        f"\n[bold]Everything works.[/bold] Whatever customers write is answered from now on."
        f" Your first report comes {when}.",
    )
    talk.line(
        "   在私聊里发 /invite 请主管和同事；按 Ctrl-C 停下，停多久都不丢消息。",
        "   Send /invite in private to bring in colleagues; stop with Ctrl-C, no message is lost.",
    )


async def _write_signs(app: App, talk: Talk) -> None:
    """Both sizes, beside the rules; a sign that is there is left as it is."""
    async with begin_work(app.database, app.clock.now()) as work:
        house = await work.people.house()
        code = await work.codes.make(house.id, None, None, work.now)
    link = f"https://t.me/{app.bot_username}?start={code.payload}"
    sign = Sign(place=house.name, name=None, link=link)
    try:
        await asyncio.to_thread(_write, sign)
    except OSError as error:
        talk.cross(
            f"桌牌写不下来（{why(error)}）：以后用 huiyin export sign 再写。",
            f"The signs can't be written ({why(error)}); use huiyin export sign later.",
        )
        return
    talk.tick(
        "写好了 sign-a4.pdf 和 sign-a6.pdf：打印出来放在柜台上，客人扫码就能说。",
        "sign-a4.pdf and sign-a6.pdf are ready: print them, and customers scan and speak.",
    )


def _write(sign: Sign) -> None:
    for size in Size:
        file = Path(f"sign-{size.value}.pdf")
        if not file.exists():
            file.write_bytes(sheet(sign, size))


async def _order_report(app: App, talk: Talk) -> str:
    """For every owner who has ordered none; gives when the first one comes."""
    now = app.clock.now()
    async with begin_work(app.database, now) as work:
        house = await work.people.house()
        due = next_due(Cadence.DAILY, REPORT_HOUR, house.zone, now)
        for owner in await work.people.holders(Role.OWNER, house.id):
            if not await work.digests.of(owner.id):
                await work.digests.want(owner.id, Cadence.DAILY, REPORT_HOUR, house.zone, due)
    return moment(due, now, house.zone, words_in(talk.language.value))
