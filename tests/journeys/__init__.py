"""Stories of people across modules, in a real browser against a real province."""
