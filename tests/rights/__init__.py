"""Who may do what: every promise about it, the guard that keeps it, and the test that sees."""
