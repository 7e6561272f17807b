"""One folder per sector: YAML and CSV, little code."""
