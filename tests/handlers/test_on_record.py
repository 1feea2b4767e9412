"""What people do with figures is on record as it was: of which team, against which days."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.digesting import send_digest
from handlers import notes_data
from handlers.panel import on_panel
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Role
from reports.looks import figures_seen, taken_away
from reports.panel import Goals, Panel
from storage.digests import due_digests
from storage.tables import chats, looks
from storage.work import begin_work
from tests.handlers.house import CUSTOMER, OWNER, STAFF, SUPERVISOR, House
from tests.handlers.test_figures_shown import figures
from tests.reports.house import DESK, EAST, NOW, WEST


def _read_by(language: str = "zh-hans", *, by_tap: bool = False) -> Context:
    return Context(_=words_in(language), zone="Asia/Shanghai", now=NOW, is_group=False,
                   looks_kept=timedelta(days=400), rules_can_be_changed=by_tap)  # fmt: skip


def _privacy(*, works_here: bool) -> list[str]:
    shown = notes_data.on_privacy({"works_here": works_here}, _read_by())
    assert isinstance(shown, Rendered)
    return shown.text.splitlines()


async def _supervise(house: House, telegram_id: int, place: int, team: int | None) -> None:
    async with begin_work(house.database, NOW) as work:
        person = await house._meet(work, telegram_id)
        await work.people.grant(person.id, Role.SUPERVISOR, place, team, None, NOW)


def test_who_works_here_reads_what_is_kept_of_them_and_others_do_not() -> None:
    told, guest = _privacy(works_here=True), _privacy(works_here=False)
    assert told[:-1] == guest
    for said in ("办过什么", "看过哪些数字", "保存 400 天", "“我的数据”"):
        assert said in told[-1]


@pytest.mark.slow
async def test_whether_they_work_here_is_asked_of_their_grants(house: House) -> None:
    for by in (STAFF, CUSTOMER):
        await house.say("隐私", by=by)
    assert [facts["works_here"] for _, facts in await house.told()] == [True, False]


@pytest.mark.slow
async def test_a_digest_is_told_as_sent_and_not_to_who_blocked_the_bot(house: House) -> None:
    await house.say("/digest daily 8")
    for day, state in ((1, "blocked"), (2, "open")):
        later = NOW + timedelta(days=day)
        async with begin_work(house.database, later) as work:
            change = update(chats).where(chats.c.telegram_id == SUPERVISOR).values(state=state)
            await work.connection.execute(change)
            (number,) = await due_digests(work.connection, later, 10)
            assert await send_digest(work, number, later)
    async with house.database.reading() as connection:
        rows = (await connection.execute(select(looks.c.what, looks.c.facts["dates"]))).all()
    assert [tuple(row) for row in rows] == [("digest", "2026-11-21")]
    await house.say("/looks 2026-11-22..2026-11-22", by=OWNER)
    assert (await house.read()).splitlines()[1].endswith("收件：西湖店 11月21日 的简报")


@pytest.mark.slow
async def test_an_export_is_told_with_the_part_that_it_was_of(house: House) -> None:
    panel = {"what": "figures", "places": [WEST], "dates": "2026-11-20", "cut": f"t{DESK}"}
    async with begin_work(house.database, NOW) as work:
        owner = await house._meet(work, OWNER)
        await work.looks.add(owner.id, "export", taken_away({**panel, "form": "csv"}), NOW)
    await house.say("/looks today", by=OWNER)
    assert "导出了 西湖店 前厅 11月20日 的CSV" in await house.read()


def test_of_an_export_the_team_and_the_days_held_against_are_kept() -> None:
    whole = {"what": "figures", "form": "pdf", "places": [WEST], "dates": "2026-11-20"}
    narrow = {"teams": [DESK], "with": "2026-11-13"}
    order = {**whole, **narrow, "chat": 7, "language": "en", "cut": None}
    kept = {"form": "pdf", "places": [WEST], "dates": "2026-11-20"}
    assert taken_away(order) == {**kept, **narrow}


@pytest.mark.slow
async def test_looks_tell_the_team_and_the_days_held_against(house: House) -> None:
    await _supervise(house, STAFF, WEST, DESK)
    for said in ("/stats 7d", "本周和上周比", "本周和去年同期比", "11月3日以来"):
        await house.say(said, by=STAFF)
    await house.say("/stats 7d")
    await house.say("/looks today", by=OWNER)
    told = [line.split("看了 ")[1] for line in (await house.read()).splitlines()[2:]]
    assert told == [
        "西湖店 11月14日–11月20日：总的数字",
        "西湖店 前厅 11月3日–11月20日（和 11月3日 之前比）：比一比",
        "西湖店 前厅 11月16日–11月22日（和 2025 11月17日–2025 11月23日 比）：比一比",
        "西湖店 前厅 11月16日–11月22日（和 11月9日–11月15日 比）：比一比",
        "西湖店 前厅 11月14日–11月20日：总的数字",
    ]


def test_looks_at_a_team_and_at_the_whole_place_are_two() -> None:
    whole = {"what": "compare", "places": [WEST], "dates": "2026-11-20"}
    narrow = {"teams": [DESK], "with": "2026-11-13", "since": "2026-11-03"}
    assert figures_seen({**whole, **narrow}) == {**(figures_seen(whole) or {}), **narrow}


async def test_a_team_of_another_place_is_asked_of_its_own_place(house: House) -> None:
    """Their whole place is the east one; of the west one they have the front desk."""
    await _supervise(house, STAFF, EAST, None)
    await _supervise(house, STAFF, WEST, DESK)
    await house.say("前厅这周怎么样", by=STAFF)
    facts = (await house.told())[-1][1]
    assert (facts["places"], facts["teams"], facts["zone"]) == ([WEST], [DESK], "Asia/Shanghai")
    assert facts["cut"] == f"t{DESK}"


@pytest.mark.parametrize(
    ("by_tap", "told"), [(True, "负责人发 /settings 就能定"), (False, "在规则文件的 targets 里写")]
)
def test_a_tap_is_only_promised_where_it_changes_something(by_tap: bool, told: str) -> None:
    panel = Panel(view=Goals(whole=figures(), goals=()))
    facts = {"what": "targets", "key": "today", "dates": "2026-11-20", "zone": "Asia/Shanghai"}
    shown = on_panel(facts, replace(_read_by(by_tap=by_tap), figures=panel))
    assert shown is not None
    assert told in shown.text
    assert ("/settings" in shown.text) is by_tap
