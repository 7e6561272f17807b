"""Counts which official requirements and planned systems the passed tests prove."""
