"""One message never takes long, however long or odd it is; what was not read is told."""

from dimensions import Tagger
from dimensions.patience import FIRST, read_in_time
from dimensions.reading import Kind, Reading


class Slow:
    """A reader that takes a while for each letter, on a clock that only it moves."""

    def __init__(self, a_letter: float, patience: float) -> None:
        self.a_letter, self.patience, self.spent = a_letter, patience, 0.0
        self.lengths: list[int] = []

    def read(self, text: str) -> Reading:
        self.lengths.append(len(text))
        self.spent += self.a_letter * len(text)
        return Reading(text=text, kind=Kind.OTHER, severity=0)

    def left(self) -> float:
        return self.patience - self.spent


def test_a_usual_message_is_read_once_and_whole() -> None:
    slow = Slow(1.0, patience=0.1)
    reading = read_in_time(slow.read, "等" * FIRST, slow.left)
    assert slow.lengths == [FIRST]
    assert reading.read_to is None


def test_a_long_message_is_read_whole_where_there_is_time() -> None:
    slow = Slow(0.00001, patience=1)
    reading = read_in_time(slow.read, "等" * 4_096, slow.left)
    assert slow.lengths == [FIRST, 4_096]
    assert reading.read_to is None
    assert "read_to" not in reading.as_json()


def test_what_there_is_no_time_for_is_left_unread_and_told() -> None:
    slow = Slow(0.0001, patience=1)
    text = "等" * 65_536
    reading = read_in_time(slow.read, text, slow.left)
    assert slow.spent <= 1
    assert reading.read_to == slow.lengths[-1] > FIRST
    assert reading.text == text
    assert reading.as_json()["read_to"] == reading.read_to
    assert reading.doubtful


def test_a_slow_machine_still_reads_the_beginning(tagger: Tagger) -> None:
    text = "房间有烟味。" + "早餐很好吃。" * 1_000
    reading = read_in_time(tagger.read, text, lambda: -1.0)
    assert reading.read_to == FIRST
    assert {f.dimension for f in reading.dimensions} >= {"tangibles"}


def test_a_book_tells_how_far_it_was_read(tagger: Tagger) -> None:
    text = "房间有烟味。" + "啊" * 65_536
    reading = tagger.read(text)
    assert reading.read_to is not None
    assert reading.read_to < len(text)
