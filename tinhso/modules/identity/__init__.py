"""Accounts, sign-in, roles: who may do what, where, today."""
