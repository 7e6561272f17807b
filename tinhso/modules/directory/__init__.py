"""Areas, organisations, positions, officers, code lists and calendars, all effective-dated."""
