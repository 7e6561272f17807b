"""Questions about areas, organisations, posts and calendars, each for a day."""
