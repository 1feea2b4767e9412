"""The porch: settings, wiring, the clock, ticks, lanes, courier, command line."""
