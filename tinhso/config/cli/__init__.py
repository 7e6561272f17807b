"""The console command `tinhso`: every verb an operator needs, in Vietnamese or English."""

from tinhso.config.cli.commands import main

__all__ = ["main"]
