"""The porch: settings, wiring, the clock, ticks, poller and webhook, lanes, courier, command line."""
