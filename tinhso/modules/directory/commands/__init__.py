"""Changes of the directory: one function, one transaction, one audit line."""
