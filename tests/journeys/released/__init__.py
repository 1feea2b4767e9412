"""Databases that earlier versions wrote, as SQL: one for each step that people may come from."""
