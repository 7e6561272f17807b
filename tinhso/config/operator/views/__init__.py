"""The operator pages, by topic."""
