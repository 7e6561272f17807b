"""From a paper's values to its PDF, and from values as they are stored back to a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter, ValidationError

from tinhso.kernel import numerals
from tinhso.kernel.errors import Invalid, NotFound
from tinhso.kernel.papers import PaperHead, compile_paper, qr_svg
from tinhso.modules.cases.papers import forms, letters, results
from tinhso.modules.cases.papers.base import Paper

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

FOLDER = "modules/cases/papers/templates"


class FormNotFound(NotFound):
    """No such kind of paper."""

    code = "form_not_found"
    message = _("Không có mẫu giấy này.")


class PaperValuesInvalid(Invalid):
    """Values that do not make a paper: `fields` says which, and why."""

    code = "paper_values_invalid"
    message = _("Giấy này còn thiếu hoặc sai nội dung.")


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of paper: its code, official title, and the shape of its values."""

    code: str
    title: str
    shape: type[Paper]
    is_result: bool = False

    @property
    def template(self) -> str:
        """Path below `tinhso/`."""
        name = f"form-{self.code}" if self.code.isdigit() else self.code.replace("_", "-")
        return f"{FOLDER}/{name}.typ"


FORMS: Mapping[str, Form] = {
    form.code: form
    for form in (
        Form("01", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", forms.Receipt),
        Form("02", "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", forms.SupplementNote),
        Form("03", "Phiếu từ chối tiếp nhận giải quyết hồ sơ", forms.RefusalNote),
        Form("04", "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", forms.Extension),
        Form("05", "Thông báo dừng giải quyết hồ sơ", forms.StopNotice),
        Form("06", "Phiếu kiểm soát quá trình giải quyết hồ sơ", forms.ControlSlip),
        Form("07", "Sổ theo dõi hồ sơ", forms.Register),
        Form("apology", "Thư xin lỗi", letters.ApologyLetter),
        Form("notice", "Thông báo chuyển cơ quan giải quyết hồ sơ", letters.TransferNotice),
        Form("case_list", "Danh sách hồ sơ", letters.CaseList),
        Form("birth_certificate", "Giấy khai sinh", results.BirthCertificate, is_result=True),
        Form("birth_extract", "Trích lục khai sinh", results.BirthExtract, is_result=True),
        Form(
            "marital_status",
            "Giấy xác nhận tình trạng hôn nhân",
            results.MaritalStatus,
            is_result=True,
        ),
        Form(
            "household_business",
            "Giấy chứng nhận đăng ký hộ kinh doanh",
            results.HouseholdBusiness,
            is_result=True,
        ),
        Form(
            "construction_permit",
            "Giấy phép xây dựng",
            results.ConstructionPermit,
            is_result=True,
        ),
        Form("result", "Kết quả giải quyết thủ tục hành chính", results.Decision, is_result=True),
        Form(
            "refusal_result",
            "Thông báo không giải quyết thủ tục hành chính",
            results.RefusalResult,
            is_result=True,
        ),
    )
}
_BY_SHAPE: Mapping[type[Paper], Form] = {form.shape: form for form in FORMS.values()}


def form_of(paper: Paper) -> Form:
    """The kind of this paper."""
    return _BY_SHAPE[type(paper)]


def values_of(paper: Paper) -> dict[str, Any]:
    """The paper as JSON values to store: `render(code, values)` prints the same bytes again."""
    dumped = _adapter(form_of(paper).code).dump_python(paper, mode="json")
    return dict(dumped)


def paper_from(code: str, values: Mapping[str, Any]) -> Paper:
    """The paper that stored values make. Raises FormNotFound, PaperValuesInvalid."""
    form = FORMS.get(code)
    if form is None:
        raise FormNotFound
    known = {item.name for item in fields(form.shape)}
    unknown = {name: [str(_("Giấy này không có mục này."))] for name in values if name not in known}
    if unknown:
        raise PaperValuesInvalid(fields=unknown)
    try:
        paper: Paper = _adapter(code).validate_python(dict(values))
    except ValidationError as error:
        raise PaperValuesInvalid(fields=_reasons(error)) from error
    if paper.made_at.tzinfo is None:
        raise PaperValuesInvalid(fields={"made_at": [str(_("Thời điểm phải kèm múi giờ."))]})
    return paper


def render(code: str, values: Mapping[str, Any]) -> bytes:
    """The PDF of stored values.

    Raises FormNotFound, PaperValuesInvalid, PaperFailed, FontsMissing.
    """
    return render_paper(paper_from(code, values))


def render_paper(paper: Paper) -> bytes:
    """The PDF of a paper. Raises PaperFailed, FontsMissing."""
    form = form_of(paper)
    shown = (
        _shown(paper)
        | {
            "place_and_date": _place_and_date(paper),
            "qr": qr_svg(paper.lookup_url) if paper.lookup_url else "",
        }
        | _special(paper)
    )
    head = PaperHead(title=_title(form, paper), author=paper.agency, made_at=paper.made_at)
    return compile_paper(form.template, shown, head=head)


def _title(form: Form, paper: Paper) -> str:
    """Title of the file, with the code of the dossier where it has one."""
    if isinstance(paper, results.Decision):
        return f"{paper.heading}: {paper.subject}"
    code = str(getattr(paper, "code", ""))
    return f"{form.title} – {code}" if code else form.title


def _place_and_date(paper: Paper) -> str:
    day = numerals.long_date(paper.made_at)
    return f"{paper.place}, {day}" if paper.place else day[0].upper() + day[1:]


def _shown(value: DataclassInstance) -> dict[str, object]:
    """A dataclass as the texts its template prints."""
    return {item.name: _text(getattr(value, item.name)) for item in fields(value)}


def _text(value: object) -> object:
    if isinstance(value, datetime):
        return numerals.long_moment(value)
    if isinstance(value, date):
        return numerals.short_date(value)
    if isinstance(value, tuple):
        return [_text(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _shown(value)
    return value


def _special(paper: Paper) -> dict[str, object]:
    """What a few papers print in another form than their fields."""
    match paper:
        case forms.Receipt():
            due = _on_one_line(paper.due_at) if paper.due_at else None
            return {"received_at": _on_one_line(paper.received_at), "due_at": due}
        case forms.Register() | letters.CaseList():
            return {"rows": [_shown(row) | _in_two_lines(row) for row in paper.rows]}
        case letters.TransferNotice():
            return {"effective_on": numerals.long_date(paper.effective_on)}
        case results.BirthFacts():
            return {"child_born_words": date_in_words(paper.child_born)}
        case results.HouseholdBusiness():
            return _capital(paper.capital)
    return {}


def _on_one_line(moment: datetime) -> str:
    """ "15 giờ 42 phút, ngày 17/11/2026": short enough for a line of A5."""
    return f"{numerals.long_time(moment)}, ngày {numerals.short_date(moment)}"


def _in_two_lines(row: DataclassInstance) -> dict[str, object]:
    """The moments of a row for narrow columns: "15:42" above "22/11/2026"."""
    moments = {item.name: getattr(row, item.name) for item in fields(row)}
    return {
        name: f"{numerals.short_time(moment)}\n{numerals.short_date(moment)}"
        for name, moment in moments.items()
        if isinstance(moment, datetime)
    }


def _capital(amount: int) -> dict[str, object]:
    if not amount:
        return {"capital": "", "capital_words": ""}
    return {"capital": numerals.money(amount), "capital_words": numerals.money_in_words(amount)}


def date_in_words(day: date) -> str:
    """ "Ngày mười tám, tháng mười một, năm hai nghìn không trăm hai mươi sáu"."""
    words = numerals.number_in_words
    return f"Ngày {words(day.day)}, tháng {words(day.month)}, năm {words(day.year)}"


@cache
def _adapter(code: str) -> TypeAdapter[Any]:
    return TypeAdapter(FORMS[code].shape)


def _reasons(error: ValidationError) -> dict[str, list[str]]:
    reasons: dict[str, list[str]] = {}
    for problem in error.errors():
        name = ".".join(str(part) for part in problem["loc"])
        missing = problem["type"] == "missing"
        said = _("Chưa có nội dung.") if missing else _("Nội dung không đúng kiểu.")
        reasons.setdefault(name, []).append(str(said))
    return reasons
