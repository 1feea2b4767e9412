"""Looking through a sample of cases: which questions, and how they were answered."""

from collections.abc import Mapping

SAMPLE = 10
# In this order; what each asks stands in the catalogue.
QUESTIONS = ("understood", "polite", "concrete", "kept", "closed")
# From question to (yes, all).
Tally = Mapping[str, tuple[int, int]]
