"""What customers of hotels, telecoms, shops and restaurants write in plain English."""

import pytest

from dimensions import Kind, Polarity, Tagger


def blamed(tagger: Tagger, text: str) -> set[str]:
    return {finding.dimension for finding in tagger.read(text).of(Polarity.NEGATIVE)}


@pytest.mark.parametrize(
    ("text", "dimensions"),
    [
        ("Wi-Fi is down and the reception just shrugged", {"reliability", "assurance"}),
        ("My bill is wrong again", {"reliability"}),
        ("I want my money back", {"reliability"}),
        ("The technician never showed up", {"responsiveness"}),
        ("I have been on hold for 40 minutes", {"responsiveness"}),
        ("You promised a call back and nobody called", {"responsiveness"}),
        ("The phone line is dead", {"reliability"}),
        ("The sim card does not work", {"reliability"}),
        ("You charged me for a film I never ordered", {"reliability"}),
        ("My order never arrived", {"responsiveness"}),
        ("My parcel is damaged", {"tangibles"}),
        ("The shoes fell apart after a week", {"reliability"}),
        ("The kettle I bought is faulty", {"reliability"}),
        ("The shop refuses to take it back", {"empathy"}),
        ("The manager did not care at all", {"assurance"}),
        ("The staff don't know what they are doing", {"assurance"}),
        ("They forgot my order", {"reliability"}),
        ("There was a fly in my soup", {"assurance"}),
        ("The food made me sick", {"assurance"}),
        ("They lost my luggage", {"reliability"}),
        ("My room was not cleaned", {"tangibles"}),
        ("You cancelled my booking without telling me", {"reliability"}),
        ("I was promised a sea view and got a car park", {"reliability"}),
        ("I hate this place", {"other"}),
    ],
)
def test_what_is_said_in_plain_english_is_a_complaint(
    tagger: Tagger, text: str, dimensions: set[str]
) -> None:
    assert tagger.read(text).kind is Kind.COMPLAINT
    assert blamed(tagger, text) == dimensions


@pytest.mark.parametrize(
    "text",
    [
        "How do I get my money back if I cancel?",
        "Can I get a late checkout?",
        "I was told it was free, thanks",
        "I didn't arrive yet, when is check-in?",
        "They did not come to a decision",
        "The box can be opened",
        "I never got sick here",
        "My order arrived quickly",
        "How long does the line take?",
    ],
)
def test_what_only_sounds_like_it_is_none(tagger: Tagger, text: str) -> None:
    assert blamed(tagger, text) == set()
