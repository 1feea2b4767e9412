"""What other systems are told of, by the names under which they are told."""

ANSWERED = "answer_given"
OPENED, ESCALATED, CLOSED = "case_opened", "case_escalated", "case_closed"
EVENTS = (ANSWERED, OPENED, ESCALATED, CLOSED)
