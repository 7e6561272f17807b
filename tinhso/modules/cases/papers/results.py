"""Results a case can end with: what each paper must be given.

Layouts are those known from papers in use. The statutory wording and exact layout are not in our
sources (civil status: forms of Bộ Tư pháp; household business: forms of the finance ministry;
construction: annexes of the decree on construction permits), so they are marked [?] below and no
form number is printed. A province replaces a template, never the fields of issued papers.
Empty fields of a certificate print as dots, as on the blank form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.modules.cases.papers.base import SignedPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthFacts(SignedPaper):
    """What the birth register says of a child and the parents. Dates of parents may be a year."""

    child_name: str
    child_born: date
    child_sex: str
    child_ethnic: str
    child_nationality: str
    child_birthplace: str
    child_origin: str
    child_number: str = ""
    mother_name: str = ""
    mother_born: str = ""
    mother_ethnic: str = ""
    mother_nationality: str = ""
    mother_home: str = ""
    father_name: str = ""
    father_born: str = ""
    father_ethnic: str = ""
    father_nationality: str = ""
    father_home: str = ""
    registered_at: str
    registered_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthCertificate(BirthFacts):
    """Giấy khai sinh (bản chính). A4.

    Luật Hộ tịch 60/2014/QH13 Điều 14 and NĐ 123/2015/NĐ-CP; the fields are those of the paper in
    use [K], layout and line order [?]; the official one is printed on the ministry's blank.
    """

    declarant: str = ""
    declarant_paper: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthExtract(BirthFacts):
    """Trích lục khai sinh (bản sao). A4. Layout [?]; `register_number` names the entry and book."""

    register_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaritalStatus(SignedPaper):
    """Giấy xác nhận tình trạng hôn nhân. A4.

    NĐ 123/2015/NĐ-CP Điều 21–23: valid for 6 months or until the status changes, used for the
    purpose stated [K]. Wording of the sentences [?].
    """

    declarant: str
    person_name: str
    person_born: date
    person_sex: str
    person_ethnic: str
    person_nationality: str
    person_home: str
    status: str
    purpose: str
    person_number: str = ""
    during: str = ""
    valid_for: str = "06 tháng kể từ ngày cấp"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdBusiness(SignedPaper):
    """Giấy chứng nhận đăng ký hộ kinh doanh. A4.

    Fields [K]; layout, order and wording of the form in force [?]. `capital` is in đồng.
    """

    business_code: str
    business_name: str
    business_address: str
    trades: tuple[str, ...]
    owner_name: str
    owner_born: date
    owner_number: str
    owner_home: str
    registered_on: date
    capital: int = 0
    phone: str = ""
    email: str = ""
    owner_sex: str = ""
    owner_ethnic: str = ""
    owner_nationality: str = "Việt Nam"
    changes: int = 0
    changed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructionPermit(SignedPaper):
    """Giấy phép xây dựng (nhà ở riêng lẻ). A4.

    The items of permits in use [K]; wording and numbering of the annex in force [?]. Areas and
    heights are phrases with their unit ("86,5 m²").
    """

    owner_name: str
    owner_home: str
    work: str
    site: str
    design: str = ""
    designer: str = ""
    land_paper: str = ""
    plot: str = ""
    base_level: str = ""
    built_area: str = ""
    floor_area: str = ""
    height: str = ""
    storeys: str = ""
    density: str = ""
    red_line: str = ""
    building_line: str = ""
    conditions: tuple[str, ...] = ()
    valid_for: str = "12 tháng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(SignedPaper):
    """Any other result: a quyết định, thông báo, giấy xác nhận or giấy phép. A4, NĐ 30/2020.

    `heading` is the kind of document, `subject` its trích yếu, `issuer` who decides on a decision
    ("Chủ tịch Ủy ban nhân dân phường Hạc Thành"; "" for other kinds), `grounds` the căn cứ, then
    either `articles` ("Điều 1." is added) or `paragraphs`.
    """

    heading: str
    subject: str
    code: str = ""
    to: str = ""
    issuer: str = ""
    grounds: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalResult(SignedPaper):
    """Thông báo không giải quyết thủ tục hành chính: a dossier examined and refused. A4. [?]"""

    to: str
    code: str
    procedure: str
    reason: str
    legal_basis: str = ""
    guidance: str = ""
    recipients: tuple[str, ...] = ()
