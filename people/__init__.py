"""Who may do what, where, and who is told: persons, roles, places, teams, links."""
