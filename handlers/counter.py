"""`/visit` at the counter: a service that is over, and the code by which its customer opens it."""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.types import Message

from complaints.terms import Terms
from handlers.answers import answer
from handlers.codes import qr_of
from handlers.rendering import Context, Rendered, Shown, link, says
from handlers.safe import escaped
from handlers.work import Caller, Work
from people.phones import phone_of
from people.values import Role
from surveys.intake import take_service
from surveys.links import ServiceLinks
from surveys.values import NewService, ServiceStatus

router = Router(name="counter")
LONGEST_CODE, LONGEST_TYPE = 64, 64
# A telephone with spaces in it, at the beginning of what was written.
_TELEPHONE = re.compile(r"\+?[0-9][0-9 ()-]{6,24}[0-9](?= |$)")


@router.message(Command("visit"))
async def on_visit(
    message: Message,
    command: CommandObject,
    work: Work,
    caller: Caller,
    terms: Terms,
    service_links: ServiceLinks,
    now: datetime,
    inbox_id: int,
) -> None:
    """`/visit 13800000000 堂食`, `/visit 812房 住宿`, or `/visit` alone: a code to be scanned."""
    place_id = await _place(work, caller)
    if not caller.person.is_at_least(Role.STAFF, await work.people.places_above(place_id)):
        await answer(work, caller, inbox_id, "only_staff")
        return
    customer, service_type = read_visit(command.args or "")
    rules = await work.surveys.rules_made_under(terms.rules_id)
    new = _visit(customer, service_type, place_id, terms.mark.value, inbox_id, now)
    taken = await take_service(work, new, rules, terms.rules_id, now)
    place = await work.people.place(place_id)
    await answer(
        work,
        caller,
        inbox_id,
        "visit",
        payload=service_links.payload(taken.service),
        place=place.name,
        type=service_type,
    )


async def _place(work: Work, caller: Caller) -> int:
    """Of the group; in private that of the first right somebody holds, else the house."""
    binding = await work.people.binding_of(caller.chat.id, caller.thread_id)
    if binding is not None:
        return binding.place_id
    if caller.person.grants:
        return caller.person.grants[0].place_id
    return (await work.people.house()).id


def read_visit(text: str) -> tuple[str | None, str | None]:
    """The customer (a telephone in one spelling, or a code) and the type of service."""
    plain = text.strip()
    written = _TELEPHONE.match(plain)
    phone = phone_of(written[0]) if written else None
    if written and phone:
        return phone, plain[written.end() :].strip()[:LONGEST_TYPE] or None
    first, _, rest = plain.partition(" ")
    return first[:LONGEST_CODE] or None, rest.strip()[:LONGEST_TYPE] or None


def _visit(
    customer: str | None,
    service_type: str | None,
    place_id: int,
    mark: str,
    inbox_id: int,
    now: datetime,
) -> NewService:
    """A code at the counter is that of one visit; only a telephone is the same customer again."""
    phone = phone_of(customer) if customer else None
    name = f"desk-{inbox_id}"
    return NewService(
        external_id=name,
        status=ServiceStatus.FINISHED,
        starts_at=None,
        finished_at=now,
        customer_ref=phone or (f"{name}-{customer}" if customer else name),
        phone=phone,
        language=None,
        zone=None,
        place_id=place_id,
        service_type=service_type,
        staff=None,
        body_hash=hashlib.sha256(name.encode()).digest(),
        mark=mark,
    )


@says("visit")
def visit(facts: Mapping[str, Any], context: Context) -> Shown:
    _ = context._
    url = link(context, facts["payload"])
    what = " · ".join(escaped(part) for part in (facts["place"], facts["type"]) if part)
    lines = [what, url, _("请客人扫一下，之后会在那里问一句；第一个打开的人就是这次的客人。")]
    return Rendered(text="\n".join(lines), picture=qr_of(url))
