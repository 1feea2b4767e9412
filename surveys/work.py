"""What the use cases of surveys need of a transaction; handlers.work.Work has all of it."""

from datetime import datetime
from typing import Any, Protocol

from dimensions.reading import Reading
from people.book import People
from people.telling import Telling
from surveys.book import Surveys


class AskingWork(Protocol):
    @property
    def people(self) -> People: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def telling(self) -> Telling: ...


class Comments(Protocol):
    """Where customers' words go. `said` is complaints.values.Said, which surveys doesn't know."""

    async def add_words(
        self,
        *,
        person_id: int,
        sort: str,
        said: Any,
        case_id: int | None = None,
        invitation_id: int | None = None,
    ) -> int: ...

    async def add_findings(
        self,
        reading: Reading,
        words_id: int,
        at: datetime,
        *,
        case_id: int | None = None,
        invitation_id: int | None = None,
    ) -> None: ...


class AnsweringWork(AskingWork, Protocol):
    @property
    def cases(self) -> Comments: ...
