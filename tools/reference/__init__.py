"""Writes docs/reference: what the code itself knows, one page per subject."""
