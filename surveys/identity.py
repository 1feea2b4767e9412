"""Who a customer is: a link that isn't theirs is given up, a number of their own finds them."""

from datetime import datetime

from surveys.work import AskingWork


async def disown(work: AskingWork, service_id: int, *, person_id: int, now: datetime) -> bool:
    """「不是我」: the link is free for who it is meant for. False when it is too late for that."""
    service = await work.surveys.service_by_id(service_id)
    if service is None or service.person_id != person_id:
        return False
    return await work.surveys.let_go(service.customer_ref, person_id, now)


async def claim(work: AskingWork, phone: str, *, person_id: int, now: datetime) -> int:
    """Binds what shops told of the owner of this number; gives how many customers of theirs.

    The number has to be proven to be this person's, as Telegram does of a contact of one's own.
    """
    refs = await work.surveys.refs_of_phone(phone)
    for ref in refs:
        await work.surveys.bind_ref(ref, person_id, now)
    return len(refs)
