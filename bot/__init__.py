"""The porch: settings, wiring, the clock, ticks, lanes, courier, command line."""

from bot.lean import import_aiogram_lean

import_aiogram_lean()
