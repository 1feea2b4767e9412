"""The rules as they hold for one service: its type, place and customer may have their own."""

from datetime import datetime

from surveys.occasions import BEFORE, PULSE
from surveys.rules import SurveyRules
from surveys.values import Contact, Invitation, NewService, Service
from surveys.work import AskingWork


async def rules_of(work: AskingWork, invitation: Invitation) -> SurveyRules:
    """Of the version under which it was made. What is only asked meanwhile is not reminded of."""
    rules = await work.surveys.rules_made_under(invitation.rules_id)
    if invitation.wave in {BEFORE, PULSE}:
        rules = rules.model_copy(update={"reminders": ()})
    if not rules.exceptions:
        return rules
    service = await work.surveys.service_by_id(invitation.service_id)
    assert service is not None
    return await rules_about(work, rules, service)


async def rules_about(
    work: AskingWork, rules: SurveyRules, service: Service | NewService
) -> SurveyRules:
    if not rules.exceptions:
        return rules
    names = await place_names(work, service.place_id)
    return rules.under(service.service_type, names, service.attributes)


async def contact_for(
    work: AskingWork, invitation: Invitation, rules: SurveyRules, now: datetime
) -> Contact:
    """A pulse counts in the cool-down, but not against the survey after the same service."""
    about = invitation.service_id if rules.pulse else None
    return await work.surveys.contact(invitation.person_id, invitation.place_id, now, about=about)


async def place_names(work: AskingWork, place_id: int) -> frozenset[str]:
    """How rules may name this place: by it, or by one above it."""
    above = [await work.people.place(one) for one in await work.people.places_above(place_id)]
    return frozenset(name for place in above for name in place.names)
