"""Understanding: Chinese text to kind, dimensions, polarity and severity, with evidence."""

from dimensions.reading import Danger, Finding, Kind, Polarity, Reading, Span
from dimensions.scheme import Scheme
from dimensions.tables import TableError
from dimensions.tagger import Tagger

__all__ = [
    "Danger",
    "Finding",
    "Kind",
    "Polarity",
    "Reading",
    "Scheme",
    "Span",
    "TableError",
    "Tagger",
]
