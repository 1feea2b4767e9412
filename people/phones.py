"""One spelling for a telephone number, however somebody wrote it."""

import re
import unicodedata

CHINA = "86"
_CHINESE_MOBILE = re.compile(r"1[3-9]\d{9}")
_WRITTEN = re.compile(r"\(?(?:\+|00)?[\d() .\-/]*\d\)?")


def phone_of(text: str) -> str | None:
    """As E.164, such as +8613800000000; None for what can't be told to be a telephone number.

    A number without a country is taken only if it is a mobile number in China: any other row of
    digits may as well be a shop's own number of a customer.
    """
    plain = (
        unicodedata.normalize("NFKC", text).strip().replace("\u2010", "-").replace("\u2013", "-")
    )
    if not _WRITTEN.fullmatch(plain):
        return None
    digits = re.sub(r"\D", "", plain)
    abroad = plain.lstrip("( ").startswith(("+", "00"))
    if abroad:
        digits = digits.removeprefix("00")
    national = digits.removeprefix(CHINA).removeprefix("0") if abroad else digits
    if len(national) == 13 and national.startswith(CHINA):
        national = national.removeprefix(CHINA)
    if _CHINESE_MOBILE.fullmatch(national) and (not abroad or digits.startswith(CHINA)):
        return f"+{CHINA}{national}"
    return f"+{digits}" if abroad and 8 <= len(digits) <= 15 and digits[0] != "0" else None
