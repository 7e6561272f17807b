"""Changes of accounts, passwords, roles."""
