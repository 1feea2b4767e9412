"""Understanding: what the tagger promises about customers' words."""
