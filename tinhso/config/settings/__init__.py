"""Settings by situation: base, development (`make run`), production, test."""
