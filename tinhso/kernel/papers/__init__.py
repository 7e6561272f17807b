"""Official papers as PDF: typst templates, the face NĐ 30/2020 asks for, values as data only.

`compile_paper` turns a template and its values into an archival, accessible PDF (PDF/A-2a and
PDF/UA-1). `layout.typ` beside this file holds what all papers share.
"""

from tinhso.kernel.papers.compiler import PaperFailed, PaperHead, compile_paper
from tinhso.kernel.papers.fonts import FontsMissing, printable
from tinhso.kernel.papers.qr import qr_svg
from tinhso.kernel.papers.text import REPLACEMENT, printable_text

__all__ = [
    "REPLACEMENT",
    "FontsMissing",
    "PaperFailed",
    "PaperHead",
    "compile_paper",
    "printable_text",
    "qr_svg",
    "unprintable",
]


def unprintable(text: str) -> str:
    """The characters of `text` a paper cannot print, in order, each once; "" when it can print all.

    For warning an officer before a name goes onto a paper.
    """
    _printed, lost = printable_text(text, printable())
    return "".join(dict.fromkeys(lost))
