"""The porch: settings, wiring, the clock, ticks, lanes, courier, command line."""

from bot.lean import keep_aiogram_lean

keep_aiogram_lean()
