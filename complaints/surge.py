"""Several customers, one place, one thing, within minutes: is it one incident?"""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.terms import Terms
from complaints.values import LADDER_KINDS, Case, Similar
from dimensions.matters import matters
from people.telling import Note, NoteKind


async def notice_surge(work: Work, terms: Terms, case: Case, now: datetime) -> None:
    """Asks the staff chats, once; of a known incident for each case that looks like it.

    Nothing is put together without a person: two customers with cold soup are no incident.
    """
    rules = terms.rules
    if case.kind not in LADDER_KINDS or rules.incident_from == 0:
        return
    similar = await alike(work, case, now - rules.incident_window)
    if not similar:
        return
    leads = [one for one in similar if one.followers]
    if not leads and len(similar) + 1 < rules.incident_from:
        return
    lead = (leads or similar)[0].case_id
    numbers = [case.id] if leads else sorted({case.id, *(one.case_id for one in similar)})
    key = f"surge-{lead}-{case.id}" if leads else f"surge-{lead}"
    facts: dict[str, object] = {"case": lead, "cases": numbers, "known": bool(leads)}
    for to in await recipients.staff_chats(work, case):
        note = Note(key=f"{key}-in-{to.chat_id}", kind=NoteKind.SURGE, to=to, facts=facts)
        await work.telling.note(note)


async def alike(work: Work, case: Case, since: datetime) -> tuple[Similar, ...]:
    """Of the cases that share a dimension, those of one matter: the one that most of them share."""
    near = await work.kin.similar(case, since)
    if not near:
        return ()
    blamed = await work.assessing.blamed([case.id, *(one.case_id for one in near)])
    own = matters(blamed.get(case.id, ()))
    shared = {one: own & matters(blamed.get(one.case_id, ())) for one in near}
    by_matter = [tuple(one for one in near if matter in shared[one]) for matter in sorted(own)]
    return max(by_matter, key=len, default=())
