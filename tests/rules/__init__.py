"""Business rules: what presets promise, what operators may write, what they are told."""
