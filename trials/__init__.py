"""Kills, faults and the judge of what came of them; nothing here is part of the program."""
