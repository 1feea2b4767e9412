"""The life of a case, rule by rule."""
