"""Telegram's HTML: text and entities out of markup, or a refusal that names the byte."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from telegram import MessageEntity, User

from playground.errors import Refused, bad_request

_KIND = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_ENTITY = re.compile(r"&(?:#(\d{1,8})|#x([0-9a-fA-F]{1,8})|(lt|gt|amp|quot));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE = re.compile(
    r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""",
)
_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>(?:https?://|(?<![\w@.])t\.me/)[^\s<>\"，。！？；：、（）「」”]+)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+\.[A-Za-z]{2,}(?!\w))"
    r"|(?P<mention>(?<![\w@.])@[A-Za-z][A-Za-z0-9_]{2,31}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)",
    re.ASCII,
)
_PERSON = re.compile(r"tg://user\?id=([1-9][0-9]{0,17})")
_WORTH_LOOKING = re.compile(r"[/@#]|t\.me")


def utf16(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, kw_only=True)
class Formatted:
    text: str
    entities: tuple[MessageEntity, ...] = ()


@dataclass(kw_only=True)
class _Open:
    tag: str
    argument: str
    at: int


@dataclass
class _Reader:
    source: str
    out: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[MessageEntity] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16(text)

    def read(self) -> None:
        at = 0
        while at < len(self.source):
            found = self.source.find("<", at)
            self.say(decoded(self.source[at : None if found < 0 else found]))
            if found < 0:
                break
            closing = self.source.startswith("</", found)
            at = self._end(found) if closing else self._start(found)
        if self.open:
            tag = self.open[-1].tag
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')

    def _start(self, begin: int) -> int:
        end = _tag_end(self.source, begin)
        if end < 0:
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        inner = self.source[begin + 1 : end]
        tag = re.split(r"\s", inner, maxsplit=1)[0].lower()
        if tag not in _KIND:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = self._argument(tag, inner[len(tag) :], begin)
        self.open.append(_Open(tag=tag, argument=argument, at=self.length))
        return end + 1

    def _argument(self, tag: str, attributes: str, begin: int) -> str:
        given = {
            name.lower(): decoded(double or single or bare)
            for name, double, single, bare in _ATTRIBUTE.findall(attributes)
        }
        if tag == "span" and given.get("class") != "tg-spoiler":
            raise _unparsable(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}'
            )
        if tag == "code":
            language = given.get("class", "")
            return language.removeprefix("language-") if "language-" in language else ""
        if tag == "blockquote":
            return "expandable" if "expandable" in given else ""
        return given.get({"a": "href", "tg-emoji": "emoji-id"}.get(tag, ""), "")

    def _end(self, begin: int) -> int:
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte(begin)}")
        end = self.source.find(">", begin)
        if end < 0:
            raise _unparsable(f"Unclosed end tag at byte offset {self._byte(begin)}")
        name = self.source[begin + 2 : end].strip().lower()
        last = self.open[-1]
        if name and name != last.tag:
            raise _unparsable(
                f"Unmatched end tag at byte offset {self._byte(begin)}, "
                f'expected "</{last.tag}>", found "</{name}>"'
            )
        self._close(self.open.pop())
        return end + 1

    def _close(self, span: _Open) -> None:
        length = self.length - span.at
        if length <= 0:
            return
        kind = _KIND[span.tag]
        if span.argument and span.tag == "code" and self._right_inside_pre(span):
            self.open[-1].argument = span.argument
            return
        if span.tag == "a":
            self._close_link(span, length)
            return
        if kind == "blockquote" and span.argument:
            kind = "expandable_blockquote"
        self.entities.append(
            MessageEntity(
                kind,
                span.at,
                length,
                language=span.argument or None if kind == "pre" else None,
                custom_emoji_id=span.argument if kind == "custom_emoji" else None,
            )
        )

    def _right_inside_pre(self, span: _Open) -> bool:
        return bool(self.open) and self.open[-1].tag == "pre" and self.open[-1].at == span.at

    def _close_link(self, span: _Open, length: int) -> None:
        url = span.argument or "".join(self.out).encode("utf-16-le")[span.at * 2 :].decode(
            "utf-16-le"
        )
        if (found := _PERSON.fullmatch(url)) is not None:
            words = "".join(self.out).encode("utf-16-le")[span.at * 2 :].decode("utf-16-le")
            named = User(int(found[1]), words, is_bot=False)
            self.entities.append(MessageEntity("text_mention", span.at, length, user=named))
        elif "." in url or "://" in url:
            # What has neither a dot nor a scheme is no address, and Telegram shows plain text.
            self.entities.append(MessageEntity("text_link", span.at, length, url=url))

    def _byte(self, at: int) -> int:
        return len(self.source[:at].encode("utf-8", "surrogatepass"))


def parse_html(source: str) -> Formatted:
    if "<" not in source:
        return Formatted(text=decoded(source))
    reader = _Reader(source)
    reader.read()
    entities = sorted(reader.entities, key=lambda entity: (entity.offset, -entity.length))
    return Formatted(text="".join(reader.out), entities=tuple(entities))


def decoded(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def found_in(text: str) -> tuple[MessageEntity, ...]:
    """Commands, mentions, addresses and tags, which Telegram finds by itself in any text."""
    if not _WORTH_LOOKING.search(text):
        return ()
    return tuple(
        MessageEntity(str(hit.lastgroup), utf16(text[: hit.start()]), utf16(hit.group()))
        for hit in _FOUND.finditer(text)
    )


def trimmed(formatted: Formatted) -> Formatted:
    """Telegram cuts white space around a text and moves the entities along."""
    text = formatted.text.strip()
    if len(text) == len(formatted.text) or not formatted.entities:
        return Formatted(text=text, entities=formatted.entities)
    cut = utf16(formatted.text) - utf16(formatted.text.lstrip())
    moved = (_moved(entity, cut, utf16(text)) for entity in formatted.entities)
    return Formatted(text=text, entities=tuple(entity for entity in moved if entity))


def _moved(entity: MessageEntity, cut: int, length: int) -> MessageEntity | None:
    start = max(0, entity.offset - cut)
    end = min(length, entity.offset + entity.length - cut)
    if end <= start:
        return None
    kept = entity.to_dict() | {"offset": start, "length": end - start}
    return MessageEntity.de_json(kept, None)


def _character(hit: re.Match[str]) -> str:
    decimal, hexadecimal, name = hit.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if code == 0 or code >= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return hit.group()
    return html.unescape(f"&#{code};")


def _tag_end(source: str, begin: int) -> int:
    """Where a start tag ends: at the first `>` that no quotes enclose."""
    quote = ""
    for at in range(begin + 1, len(source)):
        mark = source[at]
        if quote:
            quote = "" if mark == quote else quote
        elif mark in "\"'":
            quote = mark
        elif mark == ">":
            return at
    return -1


def _unparsable(why: str) -> Refused:
    return bad_request(f"can't parse entities: {why}")
