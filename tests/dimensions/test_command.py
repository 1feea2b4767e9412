"""`huiyin tag` reads plain lines and JSON Lines, and one bad line stops nothing."""

import json
from functools import partial

from bot.tagging import wrong
from dimensions import Tagger, command

tag_lines = partial(command.tag_lines, said=wrong)


def test_each_line_gives_one_object_in_order(tagger: Tagger) -> None:
    lines = ["房间有烟味\n", "\ufeff前台很热情\r\n", '{"text": "几点退房？", "id": 7}\n', "\n"]
    rows = [json.loads(line) for line in tag_lines(lines, tagger)]
    assert [row["text"] for row in rows] == ["房间有烟味", "前台很热情", "几点退房？", ""]
    assert [row["kind"] for row in rows] == ["complaint", "praise", "question", "other"]
    assert all(set(row) == {"text", "kind", "severity", "dimensions"} for row in rows)


def test_an_empty_line_has_its_line_so_that_readings_stand_beside_what_was_read(
    tagger: Tagger,
) -> None:
    lines = ["房间有烟味\n", "\n", "  \r\n", "几点退房？"]
    rows = [json.loads(line) for line in tag_lines(lines, tagger)]
    assert [row["text"] for row in rows] == ["房间有烟味", "", "  ", "几点退房？"]
    assert rows[1] == {"text": "", "kind": "other", "severity": 0, "dimensions": []}
    assert rows[2] == rows[1] | {"text": "  "}


def test_a_line_that_nobody_can_decode_is_named_and_the_rest_goes_on(tagger: Tagger) -> None:
    rows = [json.loads(line) for line in tag_lines(["房间有烟味", None, "几点退房？"], tagger)]
    assert [row.get("line") for row in rows] == [None, 2, None]
    assert "第 2 行的文字编码认不出" in rows[1]["error"]


def test_a_broken_line_is_named_and_the_rest_goes_on(tagger: Tagger) -> None:
    lines = ['{"text": "房间', '{"words": "房间有烟味"}', '{"text": 5}', "房间有烟味"]
    rows = [json.loads(line) for line in tag_lines(lines, tagger)]
    assert [row.get("line") for row in rows] == [1, 2, 3, None]
    assert "不是完整的 JSON" in rows[0]["error"]
    assert "text" in rows[1]["error"]
    assert rows[3]["kind"] == "complaint"


def test_lone_surrogates_and_nul_come_out_as_valid_json(tagger: Tagger) -> None:
    (line,) = tag_lines(['{"text": "\\ud83d\\u0000房间有烟味"}'], tagger)
    line.encode()
    row = json.loads(line)
    assert row["text"] == "\ud83d\x00房间有烟味"
    assert row["dimensions"][0]["evidence"] == [[2, 7, "房间有烟味"]]


def test_lines_are_tagged_as_they_arrive(tagger: Tagger) -> None:
    asked: list[int] = []

    def lines() -> list[str]:
        asked.append(1)
        return ["房间有烟味"]

    out = tag_lines((line for _ in range(3) for line in lines()), tagger)
    next(out)
    assert len(asked) == 1
