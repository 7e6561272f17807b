"""Decisions about cases: plain values in, plain values out."""
