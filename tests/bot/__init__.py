"""The porch: settings, pacing, duties."""
