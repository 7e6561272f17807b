"""What the module declares: its permissions, and the shapes of contents and forms."""
