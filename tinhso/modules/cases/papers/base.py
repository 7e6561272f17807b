"""What every paper of a case carries: who issues it, when and where, and who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Letterhead of a paper, all of it as of the day of the paper, and kept for ever.

    `agency_above` and `agency` are the names on the left ("Ủy ban nhân dân phường Hạc Thành",
    "Trung tâm Phục vụ hành chính công"), printed in capitals. `place` is the địa danh before the
    date. `made_at` is the aware moment of issue: the date on the paper and in the file. `number`
    is số, ký hiệu ("12/TB-UBND"). `lookup_url` goes into the QR code; "" leaves the code out.
    """

    agency_above: str
    agency: str
    place: str
    made_at: datetime
    number: str = ""
    lookup_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedPaper(Paper):
    """A paper someone signs with a title.

    `signer_authority` is the line above the title ("TM. Ủy ban nhân dân", "KT. Chủ tịch"; NĐ
    30/2020 Phụ lục I, mục II.7); both are printed in capitals. `signer_note` stands below it in
    italics; the white place below that is where pen, seal or digital signature go.
    """

    signer_title: str
    signer: str
    signer_authority: str = ""
    signer_note: str = ""
