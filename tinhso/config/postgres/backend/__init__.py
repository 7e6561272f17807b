"""Django's PostgreSQL backend that waits while the server comes back after a crash."""
