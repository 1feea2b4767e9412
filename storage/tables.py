"""Every table of the house, for SQLite and PostgreSQL alike (docs/data-map.md)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import JSON

from storage.columns import (
    FIRST_CASE_NUMBER,
    Big,
    Clean,
    key,
    metadata,
    number,
    partial,
    ref,
    when,
    word,
)

# --- flow: what came in, what goes out, who works on it -------------------------------------

inbox = Table(
    "inbox",
    metadata,
    key(),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("lane", String(40), nullable=False),
    Column("raw", LargeBinary),
    word("state", default="new"),  # new | done | aside
    when("received_at", nullable=False),
    when("finished_at"),
    number("tries"),
    word("error", nullable=True),
    UniqueConstraint("bot_id", "update_id"),
    CheckConstraint("state IN ('new', 'done', 'aside')", name="state"),
)
partial("ix_inbox_waiting", "state = 'new'", inbox.c.lane, inbox.c.id)

lanes = Table(
    "lanes",
    metadata,
    Column("lane", String(40), primary_key=True),
    word("holder", nullable=True),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    when("until"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    word("holder", nullable=True),
    Column("fence", BigInteger, nullable=False, server_default="0"),
    when("until"),
)

# Never arrived, or nobody knows.
LOST = "state IN ('failed', 'unknown')"

outbox = Table(
    "outbox",
    metadata,
    key(),
    Column("key", String(160), nullable=False, unique=True),
    word("sort"),  # note | face
    word("kind"),
    Column("facts", JSON, nullable=False),
    ref("chat_id", "chats"),
    Column("thread_id", BigInteger),
    Column("thing", String(80)),  # of a face
    number("priority"),
    word("state", default="queued"),
    number("wanted", 1),
    number("shown", 0),
    number("attempts"),
    when("created_at", nullable=False),
    when("not_before"),
    when("attempted_at"),
    when("finished_at"),
    word("error", nullable=True),
    CheckConstraint("sort IN ('note', 'face')", name="sort"),
    CheckConstraint(
        "state IN ('queued', 'sending', 'sent', 'unknown', 'failed', 'dropped')", name="state"
    ),
)
partial("ix_outbox_waiting", "state IN ('queued', 'sending')", outbox.c.priority, outbox.c.id)

partial("ix_outbox_lost", LOST, outbox.c.chat_id, outbox.c.finished_at)
partial("ix_outbox_thing", "thing IS NOT NULL", outbox.c.thing)

messages = Table(
    "messages",
    metadata,
    key(),
    ref("chat_id", "chats"),
    Column("thread_id", BigInteger),
    Column("message_id", BigInteger, nullable=False),
    Column("thing", String(80), nullable=False),
    Column("case_id", Big, ForeignKey("cases.id"), index=True),
    number("shown", 0),
    when("sent_at", nullable=False),
    UniqueConstraint("chat_id", "message_id"),
    Index("ix_messages_thing", "thing", "chat_id"),
)

jobs = Table(
    "jobs",
    metadata,
    key(),
    word("kind"),
    Column("facts", JSON, nullable=False),
    Column("checkpoint", JSON),
    word("state", default="waiting"),  # waiting | running | done | failed
    number("done_items"),
    number("all_items", None),
    word("holder", nullable=True),
    when("until"),
    when("created_at", nullable=False),
    when("finished_at"),
    word("error", nullable=True),
)

models = Table(
    "models",
    metadata,
    key(),
    Column("scheme", String(64), nullable=False),
    Column("is_used", Boolean, nullable=False),
    number("rows"),
    number("held_back"),
    Column("score", Float, nullable=False),
    Column("score_before", Float),
    Column("body", Text, nullable=False),
    when("made_at", nullable=False),
    Index("ix_models_scheme", "scheme", "is_used"),
)

rule_versions = Table(
    "rule_versions",
    metadata,
    key(),
    Column("fingerprint", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("source", String(200), nullable=False),
    when("added_at", nullable=False),
    ref("added_by", "persons", nullable=True),
)

# --- who and where ---------------------------------------------------------------------------

places = Table(
    "places",
    metadata,
    key(),
    ref("parent_id", "places", nullable=True),
    Column("name", String(80), nullable=False),
    Column("code", String(40), unique=True),
    word("zone"),
    when("created_at", nullable=False),
    # What it was called first: rules and shops' systems go on writing that.
    Column("alias", String(80)),
    when("retired_at"),
)

teams = Table(
    "teams",
    metadata,
    key(),
    ref("place_id", "places"),
    Column("name", String(80), nullable=False),
    Column("alias", String(80)),
    when("retired_at"),
    UniqueConstraint("place_id", "name"),
)

# What owners changed of the house: who, when, what it was and what it is.
house_changes = Table(
    "house_changes",
    metadata,
    key(),
    word("kind"),  # people.housekeeping.ChangeKind
    Column("facts", JSON, nullable=False),
    ref("made_by", "persons", nullable=True),
    when("made_at", nullable=False),
    when("undone_at"),
    ref("undone_by", "persons", nullable=True),
)

persons = Table(
    "persons",
    metadata,
    key(),
    Column("telegram_id", BigInteger, unique=True),
    word("language", default="zh-hans"),
    word("zone", nullable=True),
    when("created_at", nullable=False),
    when("stopped_at"),
    when("last_survey_at"),
    when("last_complaint_at"),
    when("off_since"),  # staff who are off duty hear nothing in private
)

names = Table(
    "names",
    metadata,
    Column("person_id", Big, ForeignKey("persons.id"), primary_key=True),
    Column("name", Clean),
    Column("username", String(64)),
    Column("phone", String(32), index=True),
)

customer_refs = Table(
    "customer_refs",
    metadata,
    Column("ref", String(128), primary_key=True),
    ref("person_id", "persons", index=True),
)

chats = Table(
    "chats",
    metadata,
    key(),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    word("kind"),  # private | group | supergroup | channel
    Column("title", Clean),
    Column("person_id", Big, ForeignKey("persons.id"), unique=True),
    word("state", default="open"),  # open | blocked | gone
    when("state_since"),
)

roles = Table(
    "roles",
    metadata,
    key(),
    ref("person_id", "persons", index=True),
    word("role"),  # owner | supervisor | staff
    ref("place_id", "places"),
    ref("team_id", "teams", nullable=True),
    ref("granted_by", "persons", nullable=True),
    when("granted_at", nullable=False),
    when("revoked_at"),
    CheckConstraint("role IN ('owner', 'supervisor', 'staff')", name="role"),
)

bindings = Table(
    "bindings",
    metadata,
    key(),
    ref("chat_id", "chats", index=True),
    Column("thread_id", BigInteger),
    ref("place_id", "places"),
    ref("team_id", "teams", nullable=True),
    ref("bound_by", "persons", nullable=True),
    when("bound_at", nullable=False),
    when("unbound_at"),
    Column("topics", Boolean, nullable=False, server_default=text("false")),
)

# One topic of a forum group for one case; thread_id is None until Telegram has made it.
topics = Table(
    "topics",
    metadata,
    key(),
    ref("case_id", "cases"),
    ref("chat_id", "chats"),
    Column("thread_id", BigInteger),
    word("state", default="wanted"),  # wanted | open | general
    when("made_at", nullable=False),
    UniqueConstraint("case_id", "chat_id"),
)

links = Table(
    "links",
    metadata,
    key(),
    Column("token_hash", LargeBinary(32), nullable=False, unique=True),
    word("purpose"),  # owner | role | bind
    Column("target", JSON, nullable=False),
    ref("made_by", "persons", nullable=True),
    when("made_at", nullable=False),
    when("expires_at", nullable=False),
    when("used_at"),
    ref("used_by", "persons", nullable=True),
)

# Codes printed for a place or a touchpoint (front desk, room 812); they carry no right.
codes = Table(
    "codes",
    metadata,
    key(),
    Column("code", String(16), nullable=False, unique=True),
    ref("place_id", "places"),
    Column("name", String(80)),
    ref("made_by", "persons", nullable=True),
    when("made_at", nullable=False),
)

# Who came by which code; without a code somebody tried one that there is not, and without a person
# that was a stranger in a group.
visits = Table(
    "visits",
    metadata,
    key(),
    ref("person_id", "persons", nullable=True),
    ref("code_id", "codes", nullable=True),
    when("at", nullable=False),
    Index("ix_visits_person", "person_id", "at"),
)

# Which notice somebody was shown when they first wrote, and that they went on.
consents = Table(
    "consents",
    metadata,
    key(),
    ref("person_id", "persons"),
    Column("version", String(16), nullable=False),
    when("told_at", nullable=False),
    when("agreed_at"),
    UniqueConstraint("person_id", "version"),
)

dialogues = Table(
    "dialogues",
    metadata,
    Column("chat_id", Big, ForeignKey("chats.id"), primary_key=True),
    Column("person_id", Big, ForeignKey("persons.id"), primary_key=True, index=True),
    word("topic"),
    Column("facts", JSON, nullable=False),
    when("touched_at", nullable=False),
)

# --- the one table of customers' words -------------------------------------------------------

words = Table(
    "words",
    metadata,
    key(),
    ref("person_id", "persons", index=True),
    Column("case_id", Big, ForeignKey("cases.id"), index=True),
    Column("invitation_id", Big, ForeignKey("invitations.id"), index=True),
    word("sort"),  # said | edited | asked | reply | remark | comment | findings
    Column("text", Clean),
    ref("chat_id", "chats", nullable=True),
    Column("message_id", BigInteger),
    word("media", nullable=True),  # photo | voice | document | sticker | location | video | audio
    Column("file_id", String(256)),
    when("at", nullable=False),
    when("delivered_at"),
    Index("ix_words_message", "chat_id", "message_id"),
)
partial("ix_words_loose", "case_id IS NULL", words.c.person_id)

# --- hearing ---------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    key(FIRST_CASE_NUMBER),
    ref("person_id", "persons"),
    ref("place_id", "places"),
    ref("team_id", "teams", nullable=True),
    ref("service_id", "services", nullable=True),
    word("kind"),
    word("state", default="open"),
    number("severity"),
    Column("safety", Boolean, nullable=False, server_default=text("false")),
    Column("doubtful", Boolean, nullable=False, server_default=text("false")),
    number("round", 1),
    number("level"),
    number("chased"),
    ref("owner_id", "persons", nullable=True),
    ref("rules_id", "rule_versions"),
    word("channel", default="telegram"),
    word("mark", default="live"),  # live | demo | test
    word("remedy", nullable=True),  # what the customer hopes for
    word("cause", nullable=True),  # process | behaviour | environment | product | handling
    ref("lead_id", "cases", nullable=True),  # one cause, many customers: the case that leads them
    ref("about_id", "persons", nullable=True),  # the colleague whom the customer names
    Column("wants_news", Boolean, nullable=False, server_default=text("false")),
    Column("anonymous", Boolean, nullable=False, server_default=text("false")),
    ref("code_id", "codes", nullable=True),  # the printed code by which they came
    number("reminded"),  # how often the confirmation was asked for again in this round
    when("told_at"),  # when the customer last heard from us
    when("opened_at", nullable=False),
    when("round_at", nullable=False),
    when("heard_at", nullable=False),
    when("taken_at"),
    when("responded_at"),
    when("resolved_at"),
    when("closed_at"),
    word("outcome", nullable=True),  # accepted | no_answer | withdrawn | merged | recourse
    word("handling", nullable=True),  # satisfied | partly | unsolved
    when("next_due_at"),
    number("version", 1),
    sqlite_autoincrement=True,
)
partial("ix_cases_due", "next_due_at IS NOT NULL", cases.c.next_due_at)
Index("ix_cases_person", cases.c.person_id, cases.c.state)
Index("ix_cases_opened", cases.c.opened_at)
Index("ix_cases_round", cases.c.round_at)
partial("ix_cases_live", "state <> 'closed'", cases.c.place_id)
partial("ix_cases_owner", "owner_id IS NOT NULL", cases.c.owner_id)
partial("ix_cases_lead", "lead_id IS NOT NULL", cases.c.lead_id)

findings = Table(
    "findings",
    metadata,
    key(),
    Column("case_id", Big, ForeignKey("cases.id"), index=True),
    Column("invitation_id", Big, ForeignKey("invitations.id"), index=True),
    ref("words_id", "words", nullable=True),
    word("dimension"),
    word("aspect", nullable=True),
    word("polarity"),
    Column("score", Float, nullable=False, server_default="0"),
    Column("evidence", JSON, nullable=False),  # [[start, end], ...] in the words, never the words
    word("said_by", default="machine"),  # machine | person
    when("at", nullable=False),
    when("withdrawn_at"),
)

promises = Table(
    "promises",
    metadata,
    key(),
    ref("case_id", "cases"),
    number("round", 1),
    word("clock"),  # response | resolution | promise
    ref("who", "persons", nullable=True),
    ref("what", "words", nullable=True),
    when("started_at", nullable=False),
    when("due_at", nullable=False),
    number("paused"),  # seconds of waiting for the customer, already added to due_at
    when("paused_at"),
    when("kept_at"),
    when("missed_at"),
    when("dropped_at"),
    Index("ix_promises_case", "case_id", "round"),
    Index("ix_promises_due", "due_at"),
)
partial("ix_promises_standing", "kept_at IS NULL AND dropped_at IS NULL", promises.c.due_at)

escalations = Table(
    "escalations",
    metadata,
    key(),
    ref("case_id", "cases"),
    number("round", 1),
    word("clock"),
    number("level"),
    number("repeat"),
    when("at", nullable=False),
    when("due_at", nullable=False),
    Column("promise_id", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("case_id", "round", "clock", "level", "repeat", "promise_id"),
)

remedies = Table(
    "remedies",
    metadata,
    key(),
    ref("case_id", "cases", index=True),
    word("kind"),  # apology | refund | voucher | redo | goods
    Column("amount", BigInteger),  # minor units
    word("currency", nullable=True),
    word("state"),  # pending | granted | declined
    ref("offered_by", "persons"),
    when("offered_at", nullable=False),
    ref("decided_by", "persons", nullable=True),
    when("decided_at"),
    ref("reason", "words", nullable=True),
    word("answer", nullable=True),  # accepted | refused, to what is offered instead
    when("answered_at"),
)

# What is done so that it doesn't happen again, by whom, until when, and whether it helped.
actions = Table(
    "actions",
    metadata,
    key(),
    ref("case_id", "cases", index=True),
    ref("place_id", "places"),
    word("dimension", nullable=True),
    ref("words_id", "words"),
    ref("owner_id", "persons"),
    ref("made_by", "persons"),
    when("made_at", nullable=False),
    when("due_at"),
    when("reminded_at"),
    when("done_at"),
    when("checked_at"),
    when("next_due_at"),
)
partial("ix_actions_due", "next_due_at IS NOT NULL", actions.c.next_due_at)

events = Table(
    "events",
    metadata,
    key(),
    ref("case_id", "cases", index=True),
    number("round", 1),
    word("step"),
    ref("person_id", "persons", nullable=True),
    Column("facts", JSON, nullable=False),
    when("at", nullable=False),
)

Index("ix_events_step", events.c.step, events.c.at)

# --- asking ----------------------------------------------------------------------------------

services = Table(
    "services",
    metadata,
    key(),
    Column("external_id", String(128), nullable=False, unique=True),
    number("generation", 1),
    word("status"),  # booked | finished | cancelled
    Column("customer_ref", String(128), nullable=False, index=True),
    ref("person_id", "persons", nullable=True, index=True),
    ref("place_id", "places"),
    word("service_type", nullable=True),
    Column("staff", String(80)),
    when("starts_at"),
    when("finished_at"),
    Column("attributes", JSON),  # what the shop tells of its customer, such as {"level": "vip"}
    Column("body_hash", LargeBinary(32), nullable=False),
    word("mark", default="live"),
    when("created_at", nullable=False),
    when("changed_at", nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    key(),
    ref("service_id", "services"),
    Column("wave", String(20), nullable=False, server_default="1"),
    ref("person_id", "persons", nullable=True, index=True),
    ref("place_id", "places"),
    Column("questionnaire", String(64), nullable=False),
    Column("version", String(16), nullable=False),
    ref("rules_id", "rule_versions"),
    word("state", default="planned"),
    word("reason", nullable=True),
    word("mark", default="live"),
    when("planned_at", nullable=False),
    when("due_at", nullable=False),
    when("next_due_at"),
    when("sent_at"),
    when("delivered_at"),
    when("reminded_at"),
    when("first_answer_at"),
    when("completed_at"),
    when("expires_at"),
    number("reminders"),
    number("attempts"),
    word("step", nullable=True),
    UniqueConstraint("service_id", "wave"),
)
partial("ix_invitations_due", "next_due_at IS NOT NULL", invitations.c.next_due_at)
Index("ix_invitations_delivered", invitations.c.delivered_at)
Index("ix_invitations_sent", invitations.c.sent_at)

answers = Table(
    "answers",
    metadata,
    key(),
    ref("invitation_id", "invitations"),
    Column("question", String(64), nullable=False),
    Column("value", JSON),
    Column("score", Float),
    ref("words_id", "words", nullable=True),
    when("first_at", nullable=False),
    when("changed_at", nullable=False),
    UniqueConstraint("invitation_id", "question"),
    Index("ix_answers_first", "first_at"),
)

answer_changes = Table(
    "answer_changes",
    metadata,
    key(),
    ref("invitation_id", "invitations", index=True),
    Column("question", String(64), nullable=False),
    Column("value", JSON),
    Column("score", Float),
    ref("words_id", "words", nullable=True),
    when("given_at", nullable=False),
    when("replaced_at", nullable=False),
)

# --- knowing ---------------------------------------------------------------------------------

digests = Table(
    "digests",
    metadata,
    key(),
    ref("person_id", "persons"),
    word("cadence"),  # daily | weekly | monthly
    number("hour", 9),
    word("zone"),
    when("next_due_at"),
    UniqueConstraint("person_id", "cadence"),
)
partial("ix_digests_due", "next_due_at IS NOT NULL", digests.c.next_due_at)

looks = Table(
    "looks",
    metadata,
    key(),
    ref("person_id", "persons", index=True),
    word("what"),  # figures | case | export | digest
    Column("facts", JSON, nullable=False),
    when("at", nullable=False),
    Index("ix_looks_at", "at"),
)

alerts = Table(
    "alerts",
    metadata,
    key(),
    ref("place_id", "places"),
    word("figure"),
    word("rule"),
    Column("is_up", Boolean, nullable=False),
    when("since", nullable=False),
    when("at", nullable=False),
    Index("ix_alerts_figure", "place_id", "figure", "at"),
)

# What others reached, brought in a table by a supervisor.
others = Table(
    "others",
    metadata,
    key(),
    Column("name", String(80), nullable=False),
    Column("figure", String(32), nullable=False),
    Column("value", Float, nullable=False),
    number("n", None),
    Column("period", String(80), nullable=False),
    when("added_at", nullable=False),
    ref("added_by", "persons", nullable=True),
)

reviews = Table(
    "reviews",
    metadata,
    key(),
    ref("case_id", "cases", index=True),
    ref("person_id", "persons"),
    word("question"),
    Column("is_yes", Boolean, nullable=False),
    when("at", nullable=False),
    UniqueConstraint("case_id", "person_id", "question"),
)

# A day of a zone whose figures were counted for every place; `meaning` says by which definitions.
rollup_days = Table(
    "rollup_days",
    metadata,
    key(),
    word("zone"),
    when("starts_at", nullable=False),
    when("ends_at", nullable=False),
    word("meaning"),
    UniqueConstraint("zone", "starts_at"),
)

rollups = Table(
    "rollups",
    metadata,
    Column("day_id", Big, ForeignKey("rollup_days.id"), primary_key=True),
    Column("place_id", Big, ForeignKey("places.id"), primary_key=True),
    Column("figure", String(40), primary_key=True),
    Column("part", String(80), primary_key=True),  # of a figure that is broken down, else empty
    Column("n", BigInteger, nullable=False),
    Column("hits", BigInteger),
    Column("total", Float),
    Column("squares", Float),
    Column("seconds", LargeBinary),  # each length of time, four bytes, the shortest first
)

# When facts happened that changed since; triggers write it, in the transaction of the change.
touched = Table(
    "touched", metadata, key(), when("at", nullable=False), Index("ix_touched_at", "at")
)

# What the look at everything found, since when, and when it was over.
findings_of_audit = Table(
    "findings_of_audit",
    metadata,
    key(),
    word("kind"),
    Column("facts", JSON, nullable=False),
    when("since", nullable=False),
    when("over_at"),
)
partial("ix_findings_of_audit_standing", "over_at IS NULL", findings_of_audit.c.kind)

# --- telling other systems ----------------------------------------------------------------------

hook_calls = Table(
    "hook_calls",
    metadata,
    key(),
    word("hook"),  # the name that the rules give to an address
    Column("key", String(160), nullable=False),
    word("event"),
    Column("facts", JSON, nullable=False),
    number("attempts"),
    when("created_at", nullable=False),
    when("next_at"),
    when("finished_at"),
    word("error", nullable=True),
    UniqueConstraint("hook", "key"),
)
partial("ix_hook_calls_waiting", "next_at IS NOT NULL", hook_calls.c.next_at)

# Whoever compares or makes the schema takes it from here, when all of the above is known.
TABLES = metadata
