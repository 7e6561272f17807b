"""Pages for citizens and businesses: apply, follow, supplement, withdraw, look up."""
