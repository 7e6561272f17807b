"""The whole directory as a ZIP of CSV files: out, and in again with a report of refused rows."""

from tinhso.modules.directory.commands.tables.exporting import export_directory
from tinhso.modules.directory.commands.tables.importing import import_directory

__all__ = ["export_directory", "import_directory"]
