"""Changes to the catalogue and the e-forms: one function, one use case."""
