"""E-forms: their definitions, what was answered, how they are shown."""
