"""Takes pictures of every screen, as each kind of person sees it, on a desk and on a phone."""
