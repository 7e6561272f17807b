"""Decisions about procedures and forms: plain values in, plain values out."""
