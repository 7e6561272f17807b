"""What `make new-module` writes: the anatomy of a module, small enough to read in a minute."""
