"""Customers' words made harmless, at the last moment and in one place."""

import html
import re
import unicodedata

_BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C])
_AT = re.compile(r"@(?=\w)")
_LINK = re.compile(r"(?i)\b(https?|tg|ftp)://|(?<=\w)\.(?=(?:com|cn|net|org|me|io|ru|xyz|top)\b)")
_COMMAND = re.compile(r"(?<!\S)/(?=\w)")
# No longer than a name may be, or a text without an @ is gone through once for each character.
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+")
_ID_CARD = re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{9}[\dXx](?![\dXx])")
_BANK_CARD = re.compile(r"(?<!\d)\d(?:[ -]?\d){15,18}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
# Between the characters of what Telegram would turn into a link: it reads the same and is dead.
_GLUE = "\u2060"


def plain(text: str) -> str:
    """Without control and direction characters that could rearrange a card."""
    kept = text.translate(_BIDI).replace("\r", "\n")
    return "".join(c for c in kept if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"})


def masked(text: str) -> str:
    """Phones, identity cards, bank cards and addresses of mail as staff may see them."""
    if "@" in text:
        text = _EMAIL.sub("＊＊＊", text)
    text = _ID_CARD.sub(lambda m: m[0][:3] + "＊" * 11 + m[0][-4:], text)
    text = _BANK_CARD.sub(lambda m: "＊" * 8 + m[0][-4:], text)
    return _PHONE.sub(lambda m: m[0][:3] + "＊＊＊＊" + m[0][-4:], text)


def escaped(text: str) -> str:
    """Valid in Telegram's HTML; mentions, links and commands of theirs don't work."""
    text = _AT.sub("@" + _GLUE, plain(text))
    text = _LINK.sub(lambda m: _GLUE.join(m[0]) + _GLUE, text)
    text = _COMMAND.sub("/" + _GLUE, text)
    return html.escape(text, quote=False)


def quoted(text: str | None, limit: int) -> str:
    """For a card: masked, one paragraph, cut to `limit` characters, escaped."""
    return escaped(cut(" ".join(masked(plain(text or "")).split()), limit))


def cut(text: str, limit: int) -> str:
    """At most `limit` UTF-16 units, with an ellipsis where something was left out."""
    if units(text) <= limit:
        return text
    kept, used = [], 1
    for char in text:
        used += 2 if ord(char) > 0xFFFF else 1
        if used > limit:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def units(text: str) -> int:
    """Telegram counts UTF-16 code units."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)
