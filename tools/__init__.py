"""For developers only, never deployed."""
