"""What the use cases of surveys ask of storage; every call is part of one transaction."""

from datetime import datetime
from typing import Any, Protocol

from surveys.rules import SurveyRules
from surveys.values import Answer, Contact, Invitation, InvitationView, NewService, Service


class Surveys(Protocol):
    async def service(self, external_id: str) -> Service | None:
        """The service with the shop's own id, held until the transaction ends."""
        ...

    async def service_by_id(self, service_id: int) -> Service | None: ...

    async def put_service(self, new: NewService, now: datetime) -> Service:
        """Adds or updates; binds it to the person whom the customer's reference already names.

        A customer of whom nobody has heard becomes a person without a Telegram account, whom
        `bind_ref` joins with the one who opens the link. Another customer for a known service
        raises its generation, so that the earlier link opens nothing.
        """
        ...

    async def change_service(self, service: Service, **columns: Any) -> Service: ...

    async def person_of_ref(self, customer_ref: str) -> int | None: ...

    async def bind_ref(self, customer_ref: str, person_id: int, now: datetime) -> None:
        """From now on this customer of the shop's is this person.

        Their services and what is still planned about them follow, and are due as planned.
        """
        ...

    async def let_go(self, customer_ref: str, person_id: int, now: datetime) -> bool:
        """This customer of the shop's isn't this person, and is nobody we know again.

        What was planned and shown is asked anew; False when there is an answer already.
        """
        ...

    async def refs_of_phone(self, phone: str) -> tuple[str, ...]:
        """The shop's customers with this number of whom nobody has opened a link."""
        ...

    async def latest_service(self, person_id: int, now: datetime) -> Service | None:
        """The customer's newest service that had begun by now: what a complaint is likely about."""
        ...

    async def plan(
        self,
        service: Service,
        *,
        wave: str,
        questionnaire: str,
        version: str,
        rules_id: int,
        due_at: datetime,
        now: datetime,
    ) -> Invitation | None:
        """None when this service has one of this wave already."""
        ...

    async def get(self, invitation_id: int) -> Invitation | None:
        """Held against other writers until the transaction ends."""
        ...

    async def of_service(self, service_id: int) -> tuple[Invitation, ...]: ...

    async def newest_of(
        self,
        person_id: int,
        limit: int,
        *,
        places: frozenset[int] | None = None,
        before: int | None = None,
    ) -> tuple[Invitation, ...]:
        """What was planned for this customer, whatever became of it, the newest first.

        `before`: only what is older than this invitation.
        """
        ...

    async def customer_named(self, name: str) -> int | None:
        """By the shop's number of the customer or of a service, a telephone, or Telegram's id."""
        ...

    async def skipped(
        self, places: frozenset[int], since: datetime, until: datetime
    ) -> dict[str, int]:
        """How many services of these places ended in that time without a question, by reason."""
        ...

    async def latest_skipped(
        self, places: frozenset[int], limit: int, *, before: int | None = None
    ) -> tuple[Invitation, ...]:
        """Those of these places who were not asked, the newest first."""
        ...

    async def newest_recurring(self, person_id: int) -> Invitation | None:
        """The last of those that are asked again and again."""
        ...

    async def open_of(self, person_id: int, now: datetime) -> Invitation | None:
        """The newest survey that waits for this customer's answer."""
        ...

    async def change(self, invitation: Invitation, **columns: Any) -> Invitation: ...

    async def answers(self, invitation_id: int) -> tuple[Answer, ...]: ...

    async def put_answer(
        self,
        invitation_id: int,
        question: str,
        value: Any,
        score: float | None,
        now: datetime,
        words_id: int | None = None,
        *,
        composing: bool = False,
        unfinished: bool = False,
    ) -> bool:
        """Adds or changes; False when exactly this was the answer already.

        What an answer had been is kept, unless the customer is still `composing` it. Other
        systems hear of one that is `unfinished` when it is finished.
        """
        ...

    async def finish_answer(self, invitation_id: int, question: str) -> None:
        """The customer is done with it for now: other systems hear of it as it stands, once."""
        ...

    async def contact(
        self, person_id: int | None, place_id: int, now: datetime, *, about: int | None = None
    ) -> Contact:
        """`about`: the service whose own surveys don't stand in each other's way."""
        ...

    async def asked(self, person_id: int, now: datetime) -> None:
        """Notes that they were sent a survey, for the cool-down."""
        ...

    async def due(self, now: datetime, limit: int) -> tuple[int, ...]: ...

    async def stop(self, person_id: int) -> None:
        """Ends what is planned or queued for them: they want no more of it."""
        ...

    async def newest_given(self, person_id: int, now: datetime) -> Invitation | None:
        """Their newest survey with an answer that may still be changed."""
        ...

    async def wake(self, person_id: int, now: datetime) -> None:
        """Decides anew what is planned for them: they unblocked the bot, or a case was closed."""
        ...

    async def rules_made_under(self, rules_id: int) -> SurveyRules:
        """The survey rules of that version; invitations keep the version they were made under."""
        ...

    async def hand_over(self, invitation_id: int, case_id: int) -> None:
        """What was said in answer to the survey belongs to the case as well."""
        ...

    async def view(self, invitation_id: int) -> InvitationView | None:
        """What the survey's message shows, read without holding anything."""
        ...

    async def cancel_about(self, service_id: int, reason: str) -> None:
        """Ends what is planned or queued about a service whose handling was rated already."""
        ...
