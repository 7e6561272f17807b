"""Questions about accounts, rights and sign-in."""
