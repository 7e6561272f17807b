"""What the look promises."""
