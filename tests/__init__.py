"""What Huiyin promises to people, tried through the real door."""
