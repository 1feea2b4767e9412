"""Supervisors get their figures in private; nobody else gets any. Through the real dispatcher."""

from datetime import timedelta

import pytest
from aiogram.dispatcher.event.bases import UNHANDLED
from sqlalchemy import delete, insert, select

from handlers.panel_typed import as_typed, labelled, typed_views
from handlers.part_names import goal_name
from handlers.presses import CasePress, FiguresPress, Press, parse
from handlers.words import words_in, words_of
from people.languages import LanguageMap
from reports.comparing import Comparison
from reports.panel import CASES_A_PAGE, Goals
from reports.rules import PartTargets, Targets
from storage.copying import copy_of
from storage.panel import load_panel
from storage.rows import insert_row
from storage.tables import actions, cases, looks, promises, roles, rule_versions, words
from storage.work import begin_work
from tests.handlers.house import ABROAD, CUSTOMER, GROUP, OWNER, STAFF, SUPERVISOR, House
from tests.reports.house import CAFE, CHEN, DESK, EAST, NOW, ROOMS, WEST, made_up


async def test_a_supervisor_gets_the_day_of_the_place_they_look_after(house: House) -> None:
    await house.say("/stats")
    assert (await house.read()).startswith("<b>今天 0:00–15:20 · 西湖店</b>")
    assert {place.id for place in (await house.figures()).places} == {WEST}


async def test_periods_and_places_are_understood_behind_the_command(house: House) -> None:
    await house.say("/stats 7d 西湖店")
    found = await house.figures()
    assert (found.period.key, found.period.dates) == ("7d", "2026-11-14..2026-11-20")
    await house.say("/stats 昨天", by=OWNER)
    assert (await house.read()).startswith("<b>昨天 11月19日 周四 · 回音酒店</b>")


async def test_a_place_somebody_does_not_look_after_is_none_of_theirs(house: House) -> None:
    await house.say("/stats 东站店")
    assert "您能看的店里没有“东站店”" in await house.read()
    assert await house.press(FiguresPress(action="show", period="today", place_id=EAST)) == (
        "not_allowed"
    )
    assert len(await house.told()) == 1


async def test_plain_words_are_enough(house: House) -> None:
    await house.say("昨天西湖店投诉")
    assert (await house.figures()).period.dates == "2026-11-19"


async def test_what_a_supervisor_complains_about_is_no_question_for_figures(house: House) -> None:
    assert await house.say("昨天前台让我等了两个小时") is UNHANDLED
    assert await house.told() == []


@pytest.mark.parametrize(("by", "what"), [(STAFF, "only_supervisors"), (CUSTOMER, "only_staff")])
async def test_nobody_else_is_told_any_figures(house: House, by: int, what: str) -> None:
    await house.say("/stats", by=by)
    assert await house.say("今天怎么样", by=by) is UNHANDLED
    assert await house.press(FiguresPress(action="show", period="7d"), by=by) == "not_allowed"
    assert [(chat, facts["what"]) for chat, facts in await house.told()] == [(by, what)]


async def test_asked_in_a_group_the_figures_come_in_private(house: House) -> None:
    await house.say("/stats", group=True)
    told = {chat: facts["what"] for chat, facts in await house.told()}
    assert told == {SUPERVISOR: "figures", GROUP: "only_private"}


async def test_who_has_no_private_chat_is_told_to_open_one_and_gets_no_figures_in_the_group(
    house: House,
) -> None:
    await house.say("/stats", by=ABROAD, group=True)
    assert await house.told() == [(GROUP, {"what": "no_private"})]


async def test_nonsense_is_answered_with_the_nearest_form(house: House) -> None:
    await house.say("/stats yesteday")
    assert await house.read() == "没看懂“yesteday”是哪段时间。可以写：/stats yesterday"


async def test_a_button_shows_another_view_of_the_same_days(house: House) -> None:
    dates = "2026-11-01..2026-11-15"
    await house.press(FiguresPress(action="issues", period=dates))
    assert (await house.read()).startswith("<b>11月1日–11月15日（15 天）· 西湖店</b>")
    await house.press(FiguresPress(action="places", period=dates), by=OWNER)
    assert [line for line in (await house.read()).splitlines() if line.startswith("<b>")] == [
        "<b>11月1日–11月15日（15 天）· 回音酒店</b>", "<b>西湖店</b>", "<b>东站店</b>",
    ]  # fmt: skip
    await house.press(FiguresPress(action="how", period=dates), by=OWNER)
    assert (await house.read()).startswith("<b>怎么算的</b>")


async def test_a_made_up_button_does_nothing(house: House) -> None:
    assert await house.press(FiguresPress(action="show", period="9999-99")) == "unknown"
    assert await house.press(FiguresPress(action="drop", period="today")) is UNHANDLED
    assert await house.told() == []


async def test_a_right_that_was_taken_away_shows_nothing_any_more(house: House) -> None:
    async with house.database.writing() as connection:
        await connection.execute(roles.update().values(revoked_at=NOW))
    await house.say("/stats")
    assert [facts["what"] for _, facts in await house.told()] == ["only_staff"]


async def test_cafe_counts_towards_the_place_above_it(house: House) -> None:
    await house.say("/stats 60d 咖啡角")
    cafe = await house.figures()
    await house.say("/stats 60d")
    west = await house.figures()
    assert {place.id for place in cafe.places} == {CAFE}
    assert 0 < cafe["complaints"].n < west["complaints"].n


@pytest.mark.slow
async def test_an_owner_sees_who_looked_and_who_exported_and_nobody_else_does(
    house: House,
) -> None:
    await house.press(CasePress(action="look", case_id=await house.some_case()))
    await house.say("/looks today")
    assert (await house.told())[-1][1]["what"] == "only_owner"
    assert await house.press(FiguresPress(action="looks", period="today")) == "not_allowed"
    for said in ("/stats 7d", "/trend 7d", "/stats 7d"):
        await house.say(said)
    await house.press(FiguresPress(action="show", period="today", cut=f"o{CHEN}"))
    await house.press(FiguresPress(action="cal", period="today"))
    await house.say("谁看过明细", by=OWNER)
    lines = (await house.read()).splitlines()[1:]
    assert lines[0].endswith("看了 回音酒店 10月22日–11月20日：谁看过、谁导出过")
    assert lines[1].endswith(f"看了 西湖店 {CHEN} 11月20日：总的数字")
    assert lines[2].endswith("看了 西湖店 11月14日–11月20日：总的数字、走势"), "one look, not three"
    assert "周 · 看了 #" in lines[3]
    assert len(lines) == 4


@pytest.mark.slow
async def test_what_is_looked_at_ten_minutes_later_is_another_look(house: House) -> None:
    await house.say("/stats 7d")
    async with house.database.reading() as connection:
        [supervisor] = await connection.scalars(select(looks.c.person_id))
    for minutes, rows in ((9, 1), (11, 2)):
        async with begin_work(house.database, NOW + timedelta(minutes=minutes)) as work:
            facts = (await house.told())[-1][1]
            await work.looks.see(supervisor, facts, NOW + timedelta(minutes=minutes))
        async with house.database.reading() as connection:
            copy = await copy_of(connection, supervisor)
        assert [look["facts"]["views"] for look in copy["looks"]] == [["figures"]] * rows


# What SQL makes of each view is seen on either database by `tests/reports/test_every_panel.py`.
@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_every_button_of_the_panel_leads_to_a_view_that_is_shown(house: House) -> None:
    """From a week of the whole house through every button that is not a case."""
    await house.say("/stats 7d", by=OWNER)
    seen, waiting = set[str](), [await house.shown()]
    while waiting and len(seen) < 60:
        for row in waiting.pop().keyboard:
            for button in row:
                press = parse(button.data or "")
                if not isinstance(press, FiguresPress) or press.action in seen:
                    continue
                seen.add(press.action)
                if press.action in set(labelled(words_in("zh-hans")).values()):
                    assert typed_views()[as_typed(button.text)] == press.action
                assert await house.press(press, by=OWNER) is None, press
                waiting.append(await house.shown())
    assert {"places", "teams", "types", "products", "groups", "industries", "channels", "causes",
            "severe", "aspects", "staff", "looks", "versus", "issues", "trend",
            "compare", "people", "targets",
            "cases", "late", "standing", "low", "cal", "to", "how", "show", "export",
            "expxlsx"} <= seen  # fmt: skip


async def test_a_panel_is_one_message_that_changes(house: House) -> None:
    await house.press(FiguresPress(action="show", period="60d"))
    await house.press(FiguresPress(action="trend", period="60d"))
    assert [facts["what"] for _, facts in await house.told()] == ["trend"]


async def test_the_cases_behind_a_figure_come_page_by_page(house: House) -> None:
    await house.say("/stats 60d", by=OWNER)
    whole = (await house.figures())["complaints"].n
    numbers = list[str]()
    for page in range(-(-whole // CASES_A_PAGE)):
        await house.press(FiguresPress(action="cases", period="60d", page=page), by=OWNER)
        text = await house.read()
        numbers += [line.split()[0] for line in text.splitlines() if line.startswith("#")]
        assert f"投诉 {whole} 件" in text
    assert len(numbers) == len(set(numbers)) == whole


async def test_a_supervisor_of_a_team_sees_the_figures_of_that_team_alone(house: House) -> None:
    async with house.database.writing() as connection:
        await connection.execute(roles.update().values(team_id=DESK))
    await house.say("/stats 60d")
    found = await house.figures()
    assert "<b>9月22日–11月20日（60 天）· 西湖店 · 前厅</b>" in await house.read()
    whole = [case for case in made_up(7).cases if case["place_id"] == WEST]
    assert 0 < found["complaints"].n < len([c for c in whole if c["team_id"] == DESK]) + 1
    assert "csat" not in found.numbers
    await house.press(FiguresPress(action="show", period="60d", cut=f"t{ROOMS}"))
    assert (await house.figures())["complaints"].n == 0
    assert await house.press(FiguresPress(action="show", period="60d", place_id=CAFE)) == (
        "not_allowed"
    )
    await _plan(house, DESK, ROOMS)
    await house.press(FiguresPress(action="acts", period="60d"))
    said = await house.read()
    assert f"措施 {DESK}" in said
    assert f"措施 {ROOMS}" not in said


async def _plan(house: House, *teams: int) -> None:
    """An improvement that a case of each of these teams led to."""
    async with house.database.writing() as connection:
        for team in teams:
            query = select(cases.c.id, cases.c.person_id).where(cases.c.place_id == WEST)
            row = (await connection.execute(query.where(cases.c.team_id == team))).first()
            assert row is not None
            text = {"person_id": row.person_id, "sort": "note", "text": f"措施 {team}", "at": NOW}
            words_id = await insert_row(connection, insert(words), text)
            plan = {"case_id": row.id, "place_id": WEST, "words_id": words_id, "made_at": NOW,
                    "due_at": NOW, "owner_id": CHEN, "made_by": CHEN}  # fmt: skip
            await connection.execute(insert(actions).values(plan))


@pytest.mark.parametrize(
    ("said", "first", "before"),
    [
        ("/compare 7d", "2026-11-14..2026-11-20", "2026-11-07..2026-11-13"),
        ("这周和上周比", "2026-11-16..2026-11-22", "2026-11-09..2026-11-13"),
        ("/compare since 2026-11-03", "2026-11-03..2026-11-20", "2026-10-13..2026-10-30"),
        ("11月3日以来", "2026-11-03..2026-11-20", "2026-10-13..2026-10-30"),
    ],
)
async def test_a_comparison_is_asked_for_in_plain_words(
    house: House, said: str, first: str, before: str
) -> None:
    await house.say(said)
    _, facts = (await house.told())[-1]
    async with house.database.reading() as connection:
        found = await load_panel(connection, facts, NOW, Targets())
    assert found is not None
    assert isinstance(found.view, Comparison)
    assert (found.view.now.period.dates, found.view.before.period.dates) == (first, before)
    assert "还看不出变化" in await house.read()


async def test_parts_of_the_house_have_targets_of_their_own(house: House) -> None:
    targets = Targets(parts=(
        PartTargets(place="西湖店", csat=90), PartTargets(team="前厅", on_time=80),
        PartTargets(place="没有的店", csat=1), PartTargets(service_type="room", csat=70),
        PartTargets(dimension="tangibles", severity=3, on_time=60),
        PartTargets(place="西湖店", product="没有的产品", csat=50),
    ))  # fmt: skip
    await house.say("/stats 60d", by=OWNER)
    await house.press(FiguresPress(action="targets", period="60d"), by=OWNER)
    facts = (await house.told())[-1][1]
    async with house.database.reading() as connection:
        found = await load_panel(connection, facts, NOW, targets)
    assert found is not None
    assert isinstance(found.view, Goals)
    _ = words_of({"room": LanguageMap.model_validate({"zh-hans": "客房"})}, "zh-hans")
    goals = {goal_name(goal, _): goal for goal in found.view.goals}
    assert goals["西湖店 · 满意"].target == 90
    assert 0 < goals["西湖店 · 满意"].number.n < goals["满意"].number.n
    assert 0 < goals["前厅 · 处理按时"].number.n < goals["处理按时"].number.n
    assert "客房 · 满意" in goals
    assert "没有的店 · 满意" not in goals
    assert "环境设施 · 严重 · 处理按时" in goals
    assert goals["西湖店 · 没有的产品 · 满意"].number.n == 0
    assert goals["满意"].before.n < goals["满意"].number.n


def _press(data: str | None) -> Press:
    found = parse(data or "")
    assert found is not None
    return found


@pytest.mark.slow
async def test_two_places_are_held_against_each_other_by_words_and_by_taps(house: House) -> None:
    await house.say("西湖店和东站店比", by=OWNER)
    said = await house.read()
    assert said.startswith("<b>10月22日–11月20日（30 天）· 西湖店、东站店</b>")
    assert "客人多少不同，件数不比好坏" in said
    await house.press(FiguresPress(action="versus", period="30d"), by=OWNER)
    assert "先选一家店" in await house.read()
    first = {b.text: b.data for row in (await house.shown()).keyboard for b in row}
    await house.press(_press(first["西湖店"]), by=OWNER)
    second = {b.text: b.data for row in (await house.shown()).keyboard for b in row}
    assert "西湖店" not in second
    assert "咖啡角" not in second
    await house.press(_press(second["东站店"]), by=OWNER)
    assert await house.read() == said
    await house.press(
        FiguresPress(action="show", period="30d", place_id=WEST, cut=f"x{EAST}"), by=OWNER
    )
    assert "东站店" not in await house.read()


async def test_a_place_that_is_not_theirs_is_not_compared_with(house: House) -> None:
    press = FiguresPress(action="versus", period="30d", place_id=WEST, cut=f"x{EAST}")
    assert await house.press(press) == "not_allowed"
    assert await house.told() == []


async def test_a_misspelt_place_is_offered_as_it_is_written(house: House) -> None:
    await house.say("/stats 西胡店 昨天")
    assert await house.read() == "您能看的店里没有“西胡店”。最像的是："


@pytest.mark.parametrize(
    ("said", "what", "cut", "dates"),
    [
        ("前厅昨天怎么样", "figures", f"t{DESK}", "2026-11-19"),
        ("西湖店 客房 11月", "figures", f"t{ROOMS}", "2026-11-01..2026-11-30"),
        ("上周的噪音投诉", "figures", "anoise", "2026-11-09..2026-11-15"),
        ("回应及时 走势 7d", "trend", "dresponsiveness", "2026-11-14..2026-11-20"),
        ("noise last week", "figures", "anoise", "2026-11-09..2026-11-15"),
        ("/trend 前厅 7d", "trend", f"t{DESK}", "2026-11-14..2026-11-20"),
    ],
)
async def test_a_part_can_be_named_in_words(
    house: House, said: str, what: str, cut: str, dates: str
) -> None:
    await house.say(said)
    _, facts = (await house.told())[-1]
    assert (facts["what"], facts.get("cut"), facts["dates"]) == (what, cut, dates)


@pytest.mark.parametrize(
    ("said", "what", "topic", "dates"),
    [
        ("今天早餐投诉几件", "figures", "taste", "2026-11-20"),
        ("上周关于卫生的投诉有几条", "figures", "cleanliness", "2026-11-09..2026-11-15"),
        ("今天空調投訴多少件", "figures", "facilities", "2026-11-20"),
        ("昨天排队的投诉有哪些", "cases", "wait", "2026-11-19"),
        ("昨天早餐怎么样", "figures", "taste", "2026-11-19"),
        ("complaints about breakfast last week", "figures", "taste", "2026-11-09..2026-11-15"),
        ("今天空中花园投诉几件", "figures", "garden", "2026-11-20"),
        ("昨天露台投诉几件", "figures", "garden", "2026-11-19"),
    ],
)
async def test_a_topic_is_understood_by_its_everyday_names(
    house: House, said: str, what: str, topic: str, dates: str
) -> None:
    await add_garden(house)
    await house.say(said)
    _, facts = (await house.told())[-1]
    assert (facts["what"], facts.get("cut"), facts["dates"]) == (what, f"a{topic}", dates)


async def add_garden(house: House) -> None:
    """A topic of the house's own, and a word of its own for it."""
    own = {
        "aspects": [{"key": "garden", "dimension": "tangibles", "name": "空中花园"}],
        "words": [
            {"aspect": "garden", "says": "subject", "words": ["露台"]},
            {"aspect": "garden", "says": "bad", "words": ["杂草"]},
        ],
    }
    row = {"id": 99, "fingerprint": "own", "body": {"understanding": own}, "source": "own",
           "added_at": NOW}  # fmt: skip
    async with house.database.writing() as connection:
        await connection.execute(insert(rule_versions).values(row))


async def test_an_everyday_name_says_which_topic_it_counts_as(house: House) -> None:
    await house.say("最近60天排队投诉几件")
    title, counts_as, *lines = (await house.read()).splitlines()
    assert title.endswith("· 等候</b>")
    assert counts_as == "“排队”算在“等候”里。"
    assert lines[0].startswith("投诉 ")
    await house.press(FiguresPress(action="show", period="60d", cut="await"))
    assert "排队" not in await house.read()


async def test_of_a_topic_without_complaints_it_is_said_that_there_are_none_of_it(
    house: House,
) -> None:
    await house.say("昨天客房投诉几件")
    assert "客房" in await house.read(), "a team has this name here"
    await house.say("今天泳池投诉几件")
    first, second, *_ = (await house.read()).splitlines()[1:]
    assert (first, second) == ("“泳池”算在“设施”里。", "这段时间没有关于“设施”的投诉。")
    assert "还没有数字" not in await house.read()


async def test_a_time_to_come_has_no_zeros_in_the_chat_either(house: House) -> None:
    await house.say("/stats 2027-12")
    assert (await house.read()).splitlines()[1:] == ["这段时间还没有到。"]


@pytest.mark.parametrize(
    "said",
    [
        "前厅",
        "等候",
        "早餐",
        "昨天空调坏了",
        "早餐几点开",
        "昨天服务很差",
        "今天的服务",
        "昨天前厅让我等了很久",
        "前厅昨天态度很差",
    ],
)
async def test_a_name_alone_and_a_complaint_are_no_question_for_figures(
    house: House, said: str
) -> None:
    assert await house.say(said) is UNHANDLED


async def test_what_was_late_is_told_with_first_replies_and_which_of_the_two(house: House) -> None:
    quick, slow = await _only_late(house)
    await house.say("哪些投诉超时了")
    _, facts = (await house.told())[-1]
    assert facts["what"] == "late"
    head, *lines = (await house.read()).splitlines()[1:]
    assert head == "超时 2 件：首次答复超时 2 · 处理超时 1"
    told = {line.split()[0]: line for line in lines}
    assert told[f"#{quick}"].endswith(" · 首次答复超时")
    assert "处理超时" not in told[f"#{quick}"]
    assert told[f"#{slow}"].endswith(" · 首次答复超时 · 处理超时")


async def _only_late(house: House) -> tuple[int, int]:
    """One case that was answered late and resolved in time, and one that was late in both."""
    due, day = NOW - timedelta(days=1), timedelta(days=1)
    async with house.database.writing() as connection:
        heard = select(cases.c.id).where(cases.c.place_id == WEST, cases.c.kind == "complaint")
        found = await connection.execute(heard.where(cases.c.mark != "test"))
        quick, slow = sorted(row.id for row in found)[:2]
        await connection.execute(delete(promises))
        for case_id, clock, kept in (
            (quick, "response", due + timedelta(hours=1)),
            (quick, "resolution", due - timedelta(hours=1)),
            (slow, "response", due + timedelta(hours=1)),
            (slow, "resolution", due + timedelta(hours=2)),
        ):
            row = {"case_id": case_id, "round": 1, "clock": clock, "started_at": due - day,
                   "due_at": due, "paused": 0, "kept_at": kept}  # fmt: skip
            await connection.execute(insert(promises).values(row))
        return quick, slow
