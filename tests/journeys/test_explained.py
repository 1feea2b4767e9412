"""What decides about a case can be read: the rules, their values, and what happens when."""

from io import StringIO

import pytest
from rich.console import Console

from bot.explaining_case import explain_case
from bot.mistakes import NotUnderstood
from tests.journeys.house import WANG, House
from tests.journeys.test_complaint import SIMPLIFIED


async def explained(house: House, number: str, monkeypatch: pytest.MonkeyPatch) -> str:
    settings = house.app.settings
    monkeypatch.setenv("HUIYIN_DATABASE_URL", settings.database_url)
    told = StringIO()
    await explain_case(Console(file=told, width=200), number, house.app.clock)
    return told.getvalue()


async def test_a_case_tells_its_rules_and_what_comes_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.say(WANG, SIMPLIFIED)
    told = await explained(house, "1001", monkeypatch)
    assert "complaints.promises." in told
    assert ".first_response = 1h" in told
    assert "supervisors 1 人能收到" in told
    assert "owners 1 人能收到" in told
    assert "下一步：" in told
    assert SIMPLIFIED[:5] not in told
    await house.pass_time(minutes=61)
    told = await explained(house, "#1001", monkeypatch)
    assert "超时" in told
    assert "✓" in told
    with pytest.raises(NotUnderstood, match="1001"):
        await explained(house, "9999", monkeypatch)
