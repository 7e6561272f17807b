"""Reads a sector's folder, checks it, hands each part to the module that owns that kind."""
