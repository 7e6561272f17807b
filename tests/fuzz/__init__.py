"""Bad input at every entry point: an answer with a code, in Vietnamese, and nothing lost."""
