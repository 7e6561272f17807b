"""Questions of the module, by topic."""
