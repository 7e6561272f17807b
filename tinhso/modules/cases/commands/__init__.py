"""Use cases of the one-stop dossier: one function, one transaction, one audit line."""
