"""Files: checked by content, kept once under their hash, scanned, handed out whole or not."""

from tinhso.kernel.files import content
from tinhso.kernel.files.cards import StoredFileCard, file_card, file_cards
from tinhso.kernel.files.download import disposition, file_response
from tinhso.kernel.files.garbage import Collected, collect_garbage, register_references
from tinhso.kernel.files.names import safe_name, size_text
from tinhso.kernel.files.opening import OpenedFile, open_file
from tinhso.kernel.files.storing import FileRules, store_file

__all__ = [
    "Collected",
    "FileRules",
    "OpenedFile",
    "StoredFileCard",
    "collect_garbage",
    "content",
    "disposition",
    "file_card",
    "file_cards",
    "file_response",
    "open_file",
    "register_references",
    "safe_name",
    "size_text",
    "store_file",
]
