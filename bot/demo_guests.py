"""The demo's past guests: who stayed, whom we asked, and what they answered."""

import random
from datetime import datetime, timedelta

from bot.demo_complaints import Complaints, Guest
from bot.demo_rows import Rows
from bot.demo_texts import GLAD, SO_SO, THEMES
from bot.rulebook import Version
from complaints.values import Mark
from storage.tables import answers, customer_refs, invitations, names, persons, services
from surveys.questionnaires import Measures
from surveys.values import CASE_QUESTION, InvitationState, Skip

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹潘葛范彭"
TITLES = ("女士", "先生", "小姐", "老师")
EXPIRES = timedelta(days=7)
# Out of a hundred invitations that were due.
SKIPPED, FAILED, UNKNOWN = 0.05, 0.06, 0.068


class Guests:
    def __init__(
        self,
        rows: Rows,
        version: Version,
        complaints: Complaints,
        chance: random.Random,
        now: datetime,
    ) -> None:
        self._rows = rows
        self._version = version
        self._complaints = complaints
        self._chance = chance
        self._now = now
        self._questionnaire = version.rules.surveys.questionnaire_for("stay")
        # By itself, so that how many sides are asked about changes nothing else of the story.
        self._sides = random.Random(len(self._questionnaire.questions))
        self._regulars: list[tuple[int, str]] = []

    def somebody(self, shop: int, at: datetime) -> Guest:
        """A guest who writes without having been asked."""
        return self.stay(shop, at, None) or Guest(person_id=self._person(at)[0], place_id=shop)

    def stay(self, shop: int, finished: datetime, mood: float | None) -> Guest | None:
        """A finished service and, where `mood` says how people feel, the survey about it.

        None when it isn't over yet.
        """
        if finished >= self._now:
            return None
        person, ref = self._person(finished)
        service = self._rows.number(
            services,
            external_id=f"demo-stay-{self._rows.next_id[services.name]}",
            status="finished",
            customer_ref=ref,
            person_id=person,
            place_id=shop,
            service_type="stay",
            staff=self._chance.choice(("小陈", "小李", "小周", "小吴")),
            starts_at=finished - timedelta(hours=20),
            finished_at=finished,
            body_hash=b"demo",
            mark=Mark.DEMO.value,
            created_at=finished,
            changed_at=finished,
        )
        guest = Guest(person_id=person, place_id=shop, service_id=service)
        if mood is not None:
            self._invite(guest, finished, mood)
        return guest

    def _person(self, at: datetime) -> tuple[int, str]:
        """One in seven has been here before."""
        if len(self._regulars) > 20 and self._chance.random() < 0.14:
            return self._chance.choice(self._regulars)
        number = self._rows.number(persons, language="zh-hans", created_at=at)
        name = self._chance.choice(SURNAMES) + self._chance.choice(TITLES)
        self._rows.add(names, person_id=number, name=name)
        ref = f"demo-guest-{number}"
        self._rows.add(customer_refs, ref=ref, person_id=number)
        self._regulars.append((number, ref))
        return number, ref

    def _invite(self, guest: Guest, finished: datetime, mood: float) -> None:
        sent = finished + timedelta(hours=2, seconds=self._chance.randint(1, 90))
        if sent >= self._now:
            return
        luck = self._chance.random()
        if luck < SKIPPED:
            self._keep(guest, finished, InvitationState.SKIPPED, reason=Skip.COOLDOWN.value)
        elif luck < FAILED:
            blocked = Skip.BLOCKED.value
            self._keep(guest, finished, InvitationState.FAILED, sent_at=sent, reason=blocked)
        elif luck < UNKNOWN:
            state = self._if_over(sent, InvitationState.UNKNOWN)
            self._keep(guest, finished, state, sent_at=sent, expires_at=sent + EXPIRES)
        else:
            self._deliver(guest, finished, sent, mood)

    def _if_over(self, sent: datetime, state: InvitationState) -> InvitationState:
        return InvitationState.EXPIRED if sent + EXPIRES <= self._now else state

    def _keep(
        self, guest: Guest, finished: datetime, state: InvitationState, **more: object
    ) -> int:
        return self._rows.number(
            invitations,
            service_id=guest.service_id,
            person_id=guest.person_id,
            place_id=guest.place_id,
            questionnaire=self._questionnaire.key,
            version=self._questionnaire.version,
            rules_id=self._version.id,
            state=state.value,
            mark=Mark.DEMO.value,
            planned_at=finished,
            due_at=finished + timedelta(hours=2),
            **more,
        )

    def _deliver(self, guest: Guest, finished: datetime, sent: datetime, mood: float) -> None:
        """Most who answer do so within the hour, some only when they are reminded."""
        chance = self._chance
        told = {"sent_at": sent, "delivered_at": sent, "expires_at": sent + EXPIRES}
        is_late = chance.random() < 0.15
        waited = timedelta(hours=24 * is_late, seconds=int(chance.expovariate(1 / 2400)) + 20)
        if (
            chance.random() >= 0.42 + 0.06 * mood
            or sent + waited + timedelta(minutes=3) > self._now
        ):
            state = self._if_over(sent, InvitationState.SENT)
            self._keep(guest, finished, state, **told)
            return
        if is_late:
            told |= {"reminded_at": sent + timedelta(hours=24)}
        self._answer(guest, finished, sent + waited, told, mood, int(is_late))

    def _answer(
        self,
        guest: Guest,
        finished: datetime,
        at: datetime,
        told: dict[str, datetime],
        mood: float,
        reminders: int,
    ) -> None:
        is_done = self._chance.random() < 0.9
        done = at + timedelta(seconds=self._chance.randint(5, 120))
        state = InvitationState.DONE if is_done else InvitationState.PARTIAL
        number = self._keep(
            guest,
            finished,
            state if is_done else self._if_over(told["sent_at"], state),
            first_answer_at=at,
            completed_at=done if is_done else None,
            reminders=reminders,
            **told,
        )
        weights = (5 - 3 * mood, 8 - 5 * mood, 15 - 7 * mood, 36, 38 + 20 * mood)
        score = self._chance.choices((1, 2, 3, 4, 5), weights)[0]
        self._rate(number, "csat", score, at)
        if is_done:
            self._explain(number, guest, score, done, mood)

    def _rate(self, invitation: int, question: str, value: object, at: datetime) -> None:
        score = float(value) if isinstance(value, int) and question != CASE_QUESTION else None
        self._rows.add(
            answers,
            invitation_id=invitation,
            question=question,
            value=value,
            score=score,
            first_at=at,
            changed_at=at,
        )

    def _rate_sides(
        self, invitation: int, score: int, at: datetime, *, worst: str | None = None
    ) -> None:
        """Each side about as the whole; the one that went wrong at the most as bad as that."""
        for question in self._questionnaire.questions:
            if question.measures is Measures.PERCEPTION:
                found = min(5, max(1, score + self._sides.choice((-1, 0, 0, 0, 1))))
                is_worst = question.dimension == worst
                self._rate(invitation, question.key, min(score, 2) if is_worst else found, at)

    def _explain(
        self, invitation: int, guest: Guest, score: int, at: datetime, mood: float
    ) -> None:
        """What each side was like; a low score leads, where the guest wishes so, to a case."""
        chance = self._chance
        if score > 3:
            self._rate_sides(invitation, score, at)
            if chance.random() < 0.3:
                self._comment(invitation, guest, chance.choice(GLAD), at)
            return
        theme = chance.choice(THEMES)
        self._rate_sides(invitation, score, at, worst=theme.about[0])
        if score == 3:
            if chance.random() < 0.5:
                self._comment(invitation, guest, chance.choice(SO_SO), at)
            return
        case = None
        if chance.random() < 0.45:
            case = self._complaints.complain(guest, theme, at, mood, invitation=invitation)
        self._rate(invitation, CASE_QUESTION, case or False, at)

    def _comment(self, invitation: int, guest: Guest, text: str, at: datetime) -> None:
        words_id = self._complaints.say(guest.person_id, "comment", text, at, invitation=invitation)
        self._complaints.find(words_id, text, at, invitation=invitation)
        self._rows.add(
            answers,
            invitation_id=invitation,
            question="comment",
            words_id=words_id,
            first_at=at,
            changed_at=at,
        )
