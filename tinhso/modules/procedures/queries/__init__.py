"""Questions to the catalogue and the e-forms; nothing here changes anything."""
