"""Outside systems that speak the real protocols, for development and tests."""
