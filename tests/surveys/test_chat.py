"""A survey in the chat: links, taps and words through the real dispatcher and a real database."""

from collections.abc import AsyncIterator
from datetime import datetime
from itertools import count
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import Update
from sqlalchemy import insert, select, update

from bot.rules import Rules
from complaints.terms import Terms
from dimensions.reading import Kind, Reading
from handlers import customers, identity, surveys
from handlers.presses import SurveyPress
from handlers.work import Caller
from people.telling import FaceKind, NoteKind
from storage.engine import Database
from storage.tables import answers, cases, findings, messages, words
from surveys.links import ServiceLinks
from surveys.values import InvitationState, ServiceStatus, Skip
from tests.surveys.shop import CHEN, DAY, HOUR, NOON, WANG, Shop, finished, open_shop

ASKED = NOON + 2 * HOUR
LATER = ASKED + HOUR
LINKS = ServiceLinks(secret=b"a secret of the house")
numbers = count(1)
ROUTERS = (identity.router, surveys.router, customers.router)


class Chat:
    """Feeds what a customer does, each in a transaction of its own."""

    def __init__(self, shop: Shop, bot: Bot, dispatcher: Dispatcher) -> None:
        self.shop, self.bot, self.dispatcher = shop, bot, dispatcher
        rules = Rules()
        self.terms = Terms(rules=rules.complaints, calendar=rules.working_time(), rules_id=1)

    async def feed(
        self, update: dict[str, Any], by: int, reading: Reading | None, now: datetime
    ) -> Any:
        number = next(numbers)
        async with self.shop.work(now) as work:
            person, chat = await work.people.person(by), await work.people.private_chat(by)
            assert person is not None
            assert chat is not None
            return await self.dispatcher.feed_update(
                self.bot,
                Update.model_validate({"update_id": number, **update}),
                work=work,
                caller=Caller(person=person, chat=chat),
                terms=self.terms,
                terms_of=lambda _: self.terms,
                reading=reading,
                now=now,
                inbox_id=number,
                service_links=LINKS,
            )

    async def write(
        self,
        text: str,
        *,
        by: int = WANG,
        kind: Kind = Kind.OTHER,
        severity: int = 0,
        reply_to: int | None = None,
        now: datetime = LATER,
        **more: Any,
    ) -> None:
        message: dict[str, Any] = {**_message(by, 1000 + next(numbers)), "text": text, **more}
        if reply_to is not None:
            message["reply_to_message"] = _message(by, reply_to)
        read = Reading(text=text, kind=kind, severity=severity)
        await self.feed({"message": message}, by, read, now)

    async def press(
        self,
        action: str,
        question: str | None = None,
        value: str | None = None,
        *,
        by: int = WANG,
        message_id: int = 50,
        now: datetime = LATER,
    ) -> Any:
        data = SurveyPress(action=action, invitation_id=1, question=question, value=value).packed()
        return await self.tap(data, by=by, message_id=message_id, now=now)

    async def tap(
        self,
        data: str,
        *,
        by: int = WANG,
        message_id: int = 50,
        now: datetime = LATER,
        group: bool = False,
    ) -> Any:
        message = _message(by, message_id)
        if group:
            message["chat"] = {"id": -7, "type": "supergroup", "title": "西湖店"}
        query = {
            "id": "1",
            "from": _user(by),
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return await self.feed({"callback_query": query}, by, None, now)

    async def what(self) -> list[str]:
        """The fixed answers that were given."""
        return [told.facts["what"] for told in await self.shop.told(NoteKind.ANSWER)]


def _user(by: int) -> dict[str, Any]:
    return {"id": 7000 + by, "is_bot": False, "first_name": "王"}


def _message(by: int, message_id: int) -> dict[str, Any]:
    chat = {"id": 7000 + by, "type": "private", "first_name": "王"}
    return {
        "message_id": message_id,
        "date": int(NOON.timestamp()),
        "chat": chat,
        "from": _user(by),
    }


@pytest.fixture
async def chat(shop: Shop) -> AsyncIterator[Chat]:
    async for one in opened(shop):
        yield one


async def opened(shop: Shop) -> AsyncIterator[Chat]:
    bot, dispatcher = Bot("42:TEST"), Dispatcher(disable_fsm=True)
    _free(*ROUTERS)
    dispatcher.include_routers(*ROUTERS)
    yield Chat(shop, bot, dispatcher)
    _free(*ROUTERS)
    await bot.session.close()


def _free(*routers: Router) -> None:
    """Routers are made once a program; each test builds another dispatcher of them."""
    for router in routers:
        router._parent_router = None


async def test_the_link_greets_its_customer_and_refuses_somebody_else(chat: Chat) -> None:
    link = LINKS.payload(await chat.shop.tell(finished()))
    await chat.write(f"/start {link}", now=NOON)
    await chat.write(f"/start {link}", by=CHEN, now=NOON)
    assert await chat.what() == ["service_linked", "service_foreign"]
    linked, _ = await chat.shop.told(NoteKind.ANSWER)
    assert linked.facts["place"] == "西湖店"


async def test_a_dead_link_is_answered_and_a_bare_start_is_not_taken_for_one(chat: Chat) -> None:
    await chat.write("/start s1_" + "A" * 22)
    await chat.write("/start")
    assert await chat.what() == ["link_dead", "start"]


async def test_a_survey_by_taps_from_score_to_thanks(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    assert await chat.press("answer", "csat", "5") is None
    assert await chat.press("answer", "csat", "5") == "already_answered"
    assert await chat.press("skip", "comment") is None
    assert (await chat.shop.invitation()).state is InvitationState.DONE
    assert await chat.shop.count(answers) == 2


async def test_marks_survive_a_double_tap_and_can_be_taken_back(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "1")
    await chat.press("answer", "reason", "price")
    await chat.press("answer", "reason", "price")
    await chat.press("answer", "reason", "tangibles")
    await chat.press("answer", "reason", "-price")
    await chat.press("answer", "reason", "-price")
    async with chat.shop.work() as work:
        given = {answer.question: answer.value for answer in await work.surveys.answers(1)}
    assert given["reason"] == ["tangibles"]


async def test_the_next_words_after_a_tap_are_the_comment(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5")
    await chat.write("早餐很好吃")
    assert len(await chat.shop.told(NoteKind.THANKS)) == 1
    assert await chat.shop.count(cases) == 0
    await chat.write("再说一句", kind=Kind.COMPLAINT, severity=2)
    assert await chat.shop.count(cases) == 1


async def test_writing_instead_of_choosing_says_what_was_left_open_and_how_to_answer_it(
    chat: Chat,
) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "1")
    await chat.write("等了太久")
    [thanks] = await chat.shop.told(NoteKind.THANKS)
    assert thanks.facts["skipped"] == 1
    await chat.write("改")
    assert await chat.shop.told(NoteKind.SURVEY_AGAIN)
    await chat.press("pick", "reason", "tangibles")
    async with chat.shop.work() as work:
        given = {answer.question: answer.value for answer in await work.surveys.answers(1)}
    assert given["reason"] == ["tangibles"]


async def test_who_left_nothing_open_is_only_thanked(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5")
    await chat.write("早餐很好吃")
    [thanks] = await chat.shop.told(NoteKind.THANKS)
    assert "skipped" not in thanks.facts


async def test_a_photo_without_words_is_a_comment_too(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5")
    photo = [{"file_id": "P1", "file_unique_id": "1", "width": 9, "height": 9}]
    message = {**_message(WANG, 77), "photo": photo}
    await chat.feed(
        {"message": message}, WANG, Reading(text="", kind=Kind.OTHER, severity=0), LATER
    )
    async with chat.shop.database.reading() as connection:
        [row] = (await connection.execute(select(words))).all()
    assert (row.sort, row.media, row.file_id) == ("comment", "photo", "P1")


async def test_a_reply_to_the_survey_is_a_comment_days_later(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    async with chat.shop.database.writing() as connection:
        shown = {"chat_id": 1, "message_id": 50, "thing": "invitation-1", "sent_at": ASKED}
        await connection.execute(insert(messages).values(**shown))
    await chat.write("都挺好", reply_to=50, now=ASKED + 2 * DAY)
    assert len(await chat.shop.told(NoteKind.THANKS)) == 1


async def test_a_complaint_while_a_survey_waits_gets_its_number(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5")
    await chat.write("等了两个小时没人理我", kind=Kind.COMPLAINT, severity=2)
    assert await chat.shop.count(cases) == 1
    assert len(await chat.shop.told(NoteKind.RECEIPT)) == 1
    assert await chat.shop.told(NoteKind.THANKS) == []


async def test_stop_stays_stop_while_a_survey_waits(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5")
    await chat.write("停")
    assert await chat.what() == ["stop"]
    assert await chat.shop.count(words) == 0


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("5", 5),
        ("满意。", 4),
        ("很不滿意", 1),
        ("Very good", 5),
        ("5分", 5),
        ("四分", 4),
        ("三星", 3),
        ("打5分！", 5),
        ("两分吧", 2),
        ("4 stars", 4),
    ],
)
async def test_a_score_may_be_typed_in_any_language(chat: Chat, typed: str, score: int) -> None:
    await chat.shop.asked(ASKED)
    await chat.write(typed)
    async with chat.shop.work() as work:
        assert [answer.value for answer in await work.surveys.answers(1)] == [score]


async def test_a_number_that_is_no_score_is_not_taken_for_one(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.write("305")
    assert await chat.shop.count(answers) == 0
    assert await chat.what() == ["unclear"]


@pytest.mark.parametrize(
    "typed", ["九分", "9分", "10分", "9", "我给十分", "100", "4.5分", "9 points"]
)
async def test_a_score_beyond_the_scale_is_kept_and_answered_with_the_range(
    chat: Chat, typed: str
) -> None:
    await chat.shop.asked(ASKED)
    await chat.write(typed)
    assert await chat.shop.count(answers) == 0
    assert await chat.what() == ["score_range"]
    [told] = await chat.shop.told(NoteKind.ANSWER)
    assert (told.facts["low"], told.facts["high"]) == (1, 5)
    async with chat.shop.database.reading() as connection:
        [row] = (await connection.execute(select(words))).all()
    assert (row.text, row.sort, row.invitation_id, row.case_id) == (typed, "comment", 1, None)
    await chat.write("5")
    assert await chat.shop.count(answers) == 1


@pytest.mark.parametrize("typed", ["零分！", "0分"])
async def test_less_than_the_lowest_score_is_heard_as_words(chat: Chat, typed: str) -> None:
    await chat.shop.asked(ASKED)
    await chat.write(typed)
    assert await chat.shop.count(answers) == 0
    assert "score_range" not in await chat.what()


async def test_help_after_a_low_score_opens_one_case_with_what_was_marked(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "1")
    await chat.press("answer", "reason", "tangibles")
    await chat.press("done", "reason")
    assert await chat.press("case") is None
    assert await chat.press("case") == "already_answered"
    async with chat.shop.database.reading() as connection:
        [case] = (await connection.execute(select(cases))).all()
        [found] = (await connection.execute(select(findings))).all()
    assert (case.kind, case.severity, case.service_id, case.place_id) == ("complaint", 2, 1, 2)
    assert (found.case_id, found.dimension, found.polarity) == (case.id, "tangibles", "negative")
    assert len(await chat.shop.told(NoteKind.RECEIPT)) == 1
    async with chat.shop.work() as work:
        view = await work.surveys.view(1)
    assert view is not None
    assert (view.case_id, view.case_open, view.place_name) == (case.id, True, "西湖店")


async def test_a_comment_goes_along_with_the_case_and_is_found_once(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "2")
    await chat.write("等太久了", kind=Kind.COMPLAINT, severity=2)
    assert await chat.shop.count(cases) == 0
    await chat.press("case")
    async with chat.shop.database.reading() as connection:
        [said] = (await connection.execute(select(words))).all()
    assert (said.text, said.case_id, said.invitation_id) == ("等太久了", 1001, 1)


async def test_the_offer_follows_below_what_was_written_and_leaves_where_it_stood(
    chat: Chat,
) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "2", message_id=50)
    await chat.press("skip", "reason", message_id=50)
    shown = len(await chat.shop.told(NoteKind.THANKS, FaceKind.SURVEY))
    await chat.write("等太久了", kind=Kind.COMPLAINT, severity=2)
    [*_, thanks, spent] = await chat.shop.told()
    assert (thanks.kind, spent.kind) == ("thanks", "spent")
    assert spent.facts == {"message": 50, "invitation": 1}
    assert len(await chat.shop.told(NoteKind.THANKS, FaceKind.SURVEY)) == shown + 1


async def test_help_joins_a_case_that_is_open_already(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "1")
    await chat.press("skip", "reason")
    await chat.press("feedback")
    async with chat.shop.database.writing() as connection:
        await connection.execute(
            update(answers).where(answers.c.question == "_case").values(value=False)
        )
    await chat.write("空调坏了，没人来", kind=Kind.EMERGENCY, severity=4)
    await chat.press("case")
    assert await chat.shop.count(cases) == 1


async def test_nobody_presses_for_somebody_else(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    assert await chat.press("answer", "csat", "1", by=CHEN) == "not_yours"
    assert await chat.shop.count(answers) == 0


async def test_a_late_tap_says_so_and_shows_the_survey_as_it_stands(chat: Chat) -> None:
    await chat.shop.asked(ASKED)
    assert await chat.press("answer", "csat", "1", now=ASKED + 8 * DAY) == "survey_late"
    assert [told.kind for told in await chat.shop.told()] == ["invitation", "survey"]
    async with chat.shop.database.reading() as connection:
        thing = await connection.scalar(select(messages.c.thing))
    assert thing == "invitation-1"


async def test_a_press_that_was_made_up_changes_nothing(chat: Chat) -> None:
    assert await chat.press("answer", "csat", "1") == "unknown"
    await chat.shop.asked(ASKED)
    assert await chat.press("answer", "csat", "99") == "unknown"
    assert await chat.press("case") == "unknown"
    assert await chat.shop.count(answers) == 0


@pytest.mark.parametrize("typed", ["停", "TD", "退订", "td。", "unsubscribe"])
async def test_stop_ends_what_is_planned_at_once(chat: Chat, typed: str) -> None:
    await chat.shop.bind()
    await chat.shop.tell(finished())
    await chat.write(typed)
    invitation = await chat.shop.invitation()
    assert (invitation.state, invitation.reason) == (InvitationState.SKIPPED, Skip.STOPPED)
    assert invitation.next_due_at is None
    assert await chat.what() == ["stop"]


async def test_an_answer_is_changed_by_a_word(chat: Chat) -> None:
    await chat.write("改")
    assert await chat.what() == ["nothing_to_change"]
    await chat.shop.asked(ASKED)
    await chat.press("answer", "csat", "5")
    await chat.write("上一题")
    assert (await chat.shop.invitation()).step == "csat"
    await chat.write("4")
    await chat.press("skip", "comment")
    await chat.write("改")
    assert len(await chat.shop.told(NoteKind.SURVEY_AGAIN)) == 1
    await chat.press("answer", "csat", "3")
    async with chat.shop.work() as work:
        given = {answer.question: answer.value for answer in await work.surveys.answers(1)}
    assert given == {"csat": 3, "comment": None}


async def test_what_is_missing_while_the_service_runs_reaches_staff_at_once(
    database: Database,
) -> None:
    shop = await open_shop(database, Rules.model_validate({"surveys": {"pulse": {"after": "1h"}}}))
    await shop.bind()
    booked = finished(status=ServiceStatus.BOOKED, starts_at=NOON, finished_at=None)
    await shop.tell(booked)
    await shop.tick(ASKED)
    await shop.deliver(ASKED)
    async for chat in opened(shop):
        await chat.press("answer", "fine", "missing")
        await chat.write("少一条浴巾")
        async with shop.database.reading() as connection:
            [case] = (await connection.execute(select(cases))).all()
        assert (case.kind, case.state, case.place_id) == ("question", "open", 2)
        assert (await shop.invitation()).state is InvitationState.DONE
        await chat.write("还有拖鞋")
        assert await shop.count(cases) == 1
