"""Asking: questionnaires, invitations, timing, answers, scores."""
