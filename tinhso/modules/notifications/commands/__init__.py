"""Changes of the module, by topic."""
