"""Working time, windows and periods keep what they promise, clock changes included."""
