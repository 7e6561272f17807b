"""The public face: home page and what stands above all modules."""
