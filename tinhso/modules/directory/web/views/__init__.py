"""Pages of the directory, one file for each subject."""
