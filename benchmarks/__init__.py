"""Speed and size of the whole bot, as ratios measured in one run."""
