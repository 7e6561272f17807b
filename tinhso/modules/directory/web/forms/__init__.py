"""Forms of the directory: what a person types, as values for the commands."""
