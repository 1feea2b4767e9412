"""What a customer writes anew in place of what they wrote."""

from datetime import datetime

from complaints import recipients
from complaints.book import Work
from complaints.rising import rise, what_was
from complaints.terms import Terms
from complaints.values import UNRESOLVED, Case, Said
from dimensions.reading import Reading
from people.values import Person


async def hear_edit(
    work: Work,
    terms: Terms,
    person: Person,
    case_id: int,
    said: Said,
    reading: Reading,
    now: datetime,
) -> Case | None:
    """An edited message keeps both versions; the card shows the new one.

    What a colleague changes of their own words is none of the customer's.
    """
    case = await work.cases.get(case_id)
    if case is None or case.person_id != person.id:
        return None
    words_id = await work.cases.add_words(
        person_id=case.person_id, sort="edited", said=said, case_id=case.id
    )
    await work.cases.add_findings(reading, words_id, now, case_id=case.id)
    before = case
    if case.state in UNRESOLVED:
        case = await rise(work, terms, case, reading, now)
    await work.cases.log(case, "edited", now, case.person_id, what_was(before, case, words_id))
    await recipients.show_card(work, case)
    return case
