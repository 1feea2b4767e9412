"""The judge: what Telegram carried out or found done already counts as shown, nothing else."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from playground.model import CallRecord
from trials.history import LABEL, Kept, Told, Verdict, judge

KEY = "spent-1-2-3"
NOW = datetime(2030, 1, 1, tzinfo=UTC)


def told(refusal: str | None) -> Told:
    call = CallRecord(
        bot_id=1, method="editMessageReplyMarkup", params={LABEL: KEY}, at=0.0, refusal=refusal
    )
    return Told(calls=[call])


@pytest.mark.parametrize(
    ("refusal", "verdict"),
    [
        (None, Verdict.ACKNOWLEDGED),
        ("Bad Request: message is not modified: exactly the same", Verdict.ACKNOWLEDGED),
        ("Bad Request: message to edit not found", Verdict.LOST),
    ],
)
def test_buttons_that_are_gone_already_are_not_lost(refusal: str | None, verdict: Verdict) -> None:
    row = SimpleNamespace(key=KEY, kind="spent", sort="note", state="sent", facts={})
    kept = Kept(inbox={}, words=[], cases={}, outbox=[row], services=[], invitations=[], hooks={})
    assert [one.verdict for one in judge(told(refusal), kept, NOW)] == [verdict]


@pytest.mark.parametrize(
    ("expired", "verdict"), [(set(), Verdict.UNEXPECTED), ({7}, Verdict.UNKNOWN)]
)
def test_words_stay_only_when_the_press_grew_too_old(expired: set[int], verdict: Verdict) -> None:
    said = Told(forgotten={"烟味": 7}, expired=expired)
    kept = Kept(
        inbox={},
        words=[("烟味", 1)],
        cases={},
        outbox=[],
        services=[],
        invitations=[],
        hooks={},
    )
    assert [one.verdict for one in judge(said, kept, NOW)] == [verdict]


@pytest.mark.parametrize(
    ("key", "unexpected"),
    [("face-group-3-2030010100-in-4", False), ("face-group-9-2030010100-in-4", True)],
)
def test_what_a_group_was_shown_goes_on_in_its_supergroup(key: str, *, unexpected: bool) -> None:
    shown = CallRecord(
        bot_id=1, method="sendMessage", params={LABEL: "face-group-3-2030010100-in-3"}, at=0.0
    )
    row = SimpleNamespace(
        key=key, kind="group", sort="face", state="sent", facts={}, wanted=1, shown=1
    )
    kept = Kept(inbox={}, words=[], cases={}, outbox=[row], services=[], invitations=[], hooks={})
    whys = [one.why for one in judge(Told(calls=[shown]), kept, NOW)]
    assert ("shown, no row" in whys) is unexpected
