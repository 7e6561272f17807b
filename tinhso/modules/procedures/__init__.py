"""The catalogue of administrative procedures and their e-forms, versioned and effective-dated."""
