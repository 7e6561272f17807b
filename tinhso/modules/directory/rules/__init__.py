"""Decisions of the directory: plain values in, plain values out."""
