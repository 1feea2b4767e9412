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
WORDS = "tests/rights/test_words.py::"
LINKS = "tests/rights/test_links.py::"

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
        test="tests/journeys/test_guessing.py",
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
        code='return f"{shown[0]}*" if shown else "*"',
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
)
