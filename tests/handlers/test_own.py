"""Staff see their own figures, in private, beside the house and never as a ranking."""

from calendars.periods import parse_period
from handlers.own import on_own
from handlers.rendering import Context, Rendered
from handlers.words import words_in
from people.values import Place
from reports.own import Own
from reports.values import Figures, Number
from storage.own import load_own
from storage.tables import roles
from tests.handlers.house import CUSTOMER, GROUP, STAFF, House
from tests.reports.house import NOW

ZONE = "Asia/Shanghai"
WEST = Place(id=2, parent_id=1, name="西湖店", zone=ZONE)


def figures(complaints: int, about: dict[str, int], hits: int, n: int) -> Figures:
    return Figures(
        period=parse_period("90d", NOW, ZONE),
        now=NOW,
        places=(WEST,),
        numbers={"complaints": Number(n=complaints), "on_time": Number(n=n, hits=hits)},
        groups={
            "complaints_by_dimension": {name: Number(n=count) for name, count in about.items()},
            "heard_by_kind": {"praise": Number(n=2)},
        },
    )


def told(own: Figures, whole: Figures) -> list[str]:
    context = Context(
        _=words_in("zh-hans"), zone=ZONE, now=NOW, is_group=False,
        figures=Own(own=own, whole=whole),
    )  # fmt: skip
    shown = on_own({}, context)
    assert isinstance(shown, Rendered)
    return shown.text.splitlines()[1:]


def test_somebody_with_many_cases_is_shown_beside_the_house_with_a_hint() -> None:
    own = figures(60, {"empathy": 30, "price": 10}, 38, 40)
    whole = figures(300, {"empathy": 60, "price": 50}, 180, 200)
    assert told(own, whole) == [
        "您经手的事：",
        "投诉 60",
        "处理按时 38/40（95%）· 全店 180/200（90%）",
        "表扬 2，谢谢您。",
        "可以多留意：贴心关照，您手上这类事比别人多。",
        "每个人遇到的事难易不同，这里不排名次，也不会发到群里。",
    ]


def test_a_figure_of_few_is_not_compared_either() -> None:
    lines = told(figures(60, {}, 11, 12), figures(300, {}, 180, 200))
    assert "处理按时 11/12（92%，样本少）" in lines


def test_with_few_cases_nobody_is_compared() -> None:
    lines = told(figures(8, {"empathy": 8}, 2, 4), figures(300, {"empathy": 30}, 180, 200))
    assert "还不到 30 件，先不和全店比。" in lines
    assert not any("全店 1" in line or "多留意" in line for line in lines)


async def test_asked_in_a_group_it_comes_in_private_and_to_nobody_else(house: House) -> None:
    await house.say("/me", by=STAFF, group=True)
    assert [(chat, facts.get("what")) for chat, facts in await house.told()] == [
        (STAFF, None), (GROUP, "only_private"),
    ]  # fmt: skip
    await house.say("/me", by=CUSTOMER)
    assert (await house.told())[-1][1]["what"] == "only_staff"


async def test_a_right_that_was_taken_away_shows_nothing(house: House) -> None:
    await house.say("/me", by=STAFF)
    ((_, facts),) = await house.told()
    async with house.database.writing() as connection:
        assert isinstance(await load_own(connection, facts, NOW), Own)
        await connection.execute(roles.update().values(revoked_at=NOW))
    async with house.database.reading() as connection:
        assert await load_own(connection, facts, NOW) is None
