"""One file per concern, so that base.py stays a page."""
