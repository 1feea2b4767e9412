"""Each promise with the code that keeps it, that code without the guard, and who must notice."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Guard:
    """`code` stands once in `file`; with `broken` in its place `test` has to fail."""

    promise: str
    file: str
    code: str
    broken: str
    test: str


PRESSES = "tests/journeys/test_presses.py::"
PROMPTS = "tests/journeys/test_prompts.py::"
WORDS = "tests/rights/test_words.py::"
LINKS = "tests/rights/test_links.py::"
LINKING = "tests/surveys/test_linking.py::"
GUESSING = "tests/journeys/test_guessing.py"

USABLE = "links.c.used_at.is_(None),\n                links.c.expires_at > now,\n"
USED = "            )\n            .values(used_at=now"

GUARDS = (
    Guard(
        promise="Staff may act on cases of their own place only, by what the database says.",
        file="complaints/handling.py",
        code="if not step.person.is_at_least(Role.STAFF, within):",
        broken="if not step.person.id:",
        test=PRESSES + "test_who_has_no_right_changes_and_learns_nothing",
    ),
    Guard(
        promise="A customer's own case is theirs alone.",
        file="complaints/confirming.py",
        code="if case.person_id != person.id:",
        broken="if case.person_id < 0:",
        test=PRESSES + "test_who_has_no_right_changes_and_learns_nothing",
    ),
    Guard(
        promise="Talk in a group reaches a customer only when its own author sends it.",
        file="handlers/prompted.py",
        code="if author[0] != caller.person.id:",
        broken="if author[0] < 0:",
        test=PROMPTS + "test_words_beside_the_prompt_go_to_the_customer_when_their_author_says_so",
    ),
    Guard(
        promise="Numbers behind a button are [1-9][0-9]{0,17}.",
        file="handlers/presses.py",
        code='_ID = re.compile(r"[1-9][0-9]{0,17}")',
        broken='_ID = re.compile(r"[-_ 0-9]+")',
        test=PRESSES + "test_what_nobody_wrote_is_no_button",
    ),
    Guard(
        promise="A link that carries a right opens once.",
        file="storage/people.py",
        code=USABLE + USED,
        broken=USABLE.replace("links.c.used_at.is_(None)", "links.c.made_at <= now") + USED,
        test=LINKS + "test_a_link_opens_once",
    ),
    Guard(
        promise="A link that carries a right expires.",
        file="storage/people.py",
        code=USABLE + USED,
        broken=USABLE.replace("links.c.expires_at > now", "links.c.made_at <= now") + USED,
        test=LINKS + "test_a_link_expires",
    ),
    Guard(
        promise="Only the hash of a link is kept.",
        file="people/links.py",
        code="return hashlib.sha256(token.encode()).digest()",
        broken="return token.encode()",
        test=LINKS + "test_only_the_hash_is_kept_of_128_random_bits",
    ),
    Guard(
        promise="Guessing is throttled.",
        file="people/codes.py",
        code=">= MISSES\n",
        broken=">= MISSES * 1000\n",
        test=GUESSING,
    ),
    Guard(
        promise="A webhook without a secret is refused at the start.",
        file="bot/settings.py",
        code="if settings.webhook_url and not settings.webhook_secret:",
        broken="if not settings.database_url:",
        test=LINKS + "test_a_webhook_without_a_secret_does_not_start",
    ),
    Guard(
        promise="An update with a wrong secret is turned away unread.",
        file="handlers/web.py",
        code="if not hmac.compare_digest(given, webhook.secret.encode()):",
        broken="if given is None:",
        test="tests/http/test_web.py::test_a_forged_update_is_turned_away_unread",
    ),
    Guard(
        promise="Customers' words are escaped.",
        file="handlers/safe.py",
        code="return html.escape(text, quote=False)",
        broken="return text",
        test=WORDS,
    ),
    Guard(
        promise="No mention of theirs works.",
        file="handlers/safe.py",
        code='text = _AT.sub("@" + _GLUE, plain(text))',
        broken="text = plain(text)",
        test=WORDS,
    ),
    Guard(
        promise="Signs that turn the direction of writing are gone.",
        file="handlers/safe.py",
        code="kept = text.translate(_BIDI)",
        broken="kept = text",
        test=WORDS,
    ),
    Guard(
        promise="Phones, cards and addresses of mail are masked on cards.",
        file="handlers/safe.py",
        code='" ".join(masked(plain(text or "")).split())',
        broken='" ".join(plain(text or "").split())',
        test=WORDS,
    ),
    Guard(
        promise="Staff see the first character of a name.",
        file="people/values.py",
        code='return f"{shown[0]}*" if shown else ""',
        broken='return shown or "*"',
        test=WORDS,
    ),
    Guard(
        promise="Cells can't become formulas.",
        file="reports/exports.py",
        code="def harmless(",
        broken="def harmless(text):  # type: ignore\n    return text\n\n\ndef _unused(",
        test="tests/reports/test_exports.py",
    ),
    Guard(
        promise="Who asks to be forgotten is.",
        file="storage/erasing.py",
        code="await self._forget_words(person_id)\n",
        broken="pass\n",
        test="tests/journeys/test_erased.py",
    ),
    Guard(
        promise="A person's own data goes to their own chat alone.",
        file="bot/showing.py",
        code='case NoteKind.MY_DATA.value if row.person_id == facts["person"]:',
        broken="case NoteKind.MY_DATA.value if facts:",
        test=LINKS + "test_own_data_goes_to_their_own_chat_alone",
    ),
    Guard(
        promise="What libraries say is written without the values they were handed.",
        file="bot/logs.py",
        code="said = record.getMessage() if _is_own(record) else _event_of(record)",
        broken="said = record.getMessage()",
        test="tests/bot/test_logs.py::test_neither_an_error_nor_a_library_brings_words_in",
    ),
    Guard(
        promise="The web server writes no error's text.",
        file="bot/serving.py",
        code="log_config=None,",
        broken="use_colors=False,",
        test="tests/journeys/test_canary.py",
    ),
    Guard(
        promise="A right is taken up by a person in private, never by a group's anonymous admin.",
        file="handlers/owners.py",
        code='F.chat.type == "private", CommandStart(deep_link=True, magic=_is_link(RIGHT))',
        broken="CommandStart(deep_link=True, magic=_is_link(RIGHT))",
        test=GUESSING,
    ),
    Guard(
        promise="A link is good for what it was made for alone.",
        file="handlers/owners.py",
        code="if target is None or target.purpose is LinkPurpose.BIND:",
        broken="if target is None:",
        test=GUESSING,
    ),
    Guard(
        promise="Only an owner of the place binds a group to it.",
        file="handlers/owners.py",
        code="if not caller.person.is_at_least(Role.OWNER):\n"
        '        await answer(work, caller, inbox_id, "only_owner")\n'
        "        return\n    args =",
        broken="if caller.person.id < 0:\n        return\n    args =",
        test=GUESSING,
    ),
    Guard(
        promise="The link of a service can't be made up.",
        file="surveys/links.py",
        code="return hmac.compare_digest(self._token(service), opening.token)",
        broken="return len(self._token(service)) == len(opening.token)",
        test=LINKING + "test_a_made_up_link_opens_nothing",
    ),
    Guard(
        promise="The link of a service is its first user's.",
        file="surveys/linking.py",
        code="if await _is_of_another(work, service, person_id):",
        broken="if person_id < 0:",
        test=LINKING + "test_somebody_else_is_refused_and_the_customer_stays",
    ),
    Guard(
        promise="Another system needs the key to tell of services.",
        file="handlers/intake.py",
        code='if scheme.lower() != "bearer" or not same:',
        broken='if scheme.lower() == "basic":',
        test="tests/http/test_intake.py::"
        "test_a_stranger_learns_nothing_not_even_what_a_body_looks_like",
    ),
    Guard(
        promise="A supervisor sees figures of the places that are theirs.",
        file="handlers/sights.py",
        code="seen |= await work.people.places_below(grant.place_id)",
        broken="seen |= await work.people.places_below(1)",
        test="tests/handlers/test_figures_chat.py::"
        "test_a_place_somebody_does_not_look_after_is_none_of_theirs",
    ),
    Guard(
        promise="No customer's words to DingTalk, WeCom, Feishu or e-mail.",
        file="handlers/notes_channels.py",
        code="lines = [f\"【{context._('回音')}】{head}\", _about(view, context)]",
        broken="lines = [f\"【{context._('回音')}】{head}\", str(view.words)]",
        test="tests/journeys/test_channels.py::"
        "test_a_channel_hears_its_level_and_no_word_of_the_customer",
    ),
    Guard(
        promise="What waits for somebody who asked to be forgotten is not said any more.",
        file="storage/erasing.py",
        code="await self._withdraw(person_id, now, works_here=works_here is not None)\n",
        broken="pass\n",
        test="tests/journeys/test_leaving.py::"
        "test_who_works_here_still_hears_about_other_peoples_cases",
    ),
    Guard(
        promise="Each class is kept as long as is said, and no longer.",
        file="storage/forgetting.py",
        code="for aged in _CLASSES[what](now - span):",
        broken="for aged in _CLASSES[what](now - 2 * span):",
        test="tests/journeys/test_kept_how_long.py",
    ),
    Guard(
        promise="Nothing is kept of somebody who has written nothing.",
        file="bot/updates.py",
        code='return message is not None and message.chat.type == "private"',
        broken="return True",
        test="tests/journeys/test_leaving.py::"
        "test_who_comes_back_after_being_forgotten_is_somebody_new",
    ),
    Guard(
        promise="Of a stranger who adds the bot to a group nothing is kept.",
        file="storage/arriving.py",
        code="if not rows and not is_told:",
        broken='if not rows and where.kind == "private" and not is_told:',
        test="tests/journeys/test_leaving.py::"
        "test_of_a_stranger_who_adds_the_bot_to_a_group_nothing_is_kept",
    ),
    Guard(
        promise="Of a stranger who presses or writes in a group nothing is kept.",
        file="bot/updates.py",
        code='return message is not None and message.chat.type == "private"',
        broken="return update.my_chat_member is None",
        test="tests/journeys/test_leaving.py::"
        "test_of_a_stranger_who_acts_in_the_staff_group_nothing_is_kept",
    ),
    Guard(
        promise="Whoever something is kept of was told, with version and time.",
        file="bot/updates.py",
        code="is_new = not work.consents.is_told(caller.person.id) and",
        broken="is_new = caller.person.id < 0 and",
        test="tests/journeys/test_leaving.py::test_writing_again_in_that_minute_begins_anew",
    ),
)
