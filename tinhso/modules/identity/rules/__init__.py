"""Decisions about passwords, presence, assurance and numbers: plain values in, plain values out."""
