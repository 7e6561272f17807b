"""A procedure as a citizen reads it: facts, papers by case, steps, ways to hand in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.modules.procedures.definitions.form import FormDefinition, PaperRule
from tinhso.modules.procedures.queries.cards import PaperCard, VersionCard
from tinhso.modules.procedures.queries.eforms.forms import form_of_version
from tinhso.ui.shown import Fact

CHANNEL_NAMES = {
    "DIRECT": gettext_lazy("Trực tiếp"),
    "ONLINE": gettext_lazy("Trực tuyến"),
    "POSTAL": gettext_lazy("Bưu chính công ích"),
}
_STEP = re.compile(r"^\W*bước\s*\d+\s*[:.\-–]?\s*", re.IGNORECASE)
_SHORT = 140


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper with how many of it, and whether the state has it already."""

    name: str
    detail: str
    count: str
    is_filled_online: bool = False


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers of one case; an empty title is for everybody."""

    title: str
    papers: tuple[ShownPaper, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to hand in, with its own limit and fees."""

    name: str
    time: str
    fees: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """Everything the page of a procedure shows."""

    version: VersionCard
    form: FormDefinition
    facts: tuple[Fact, ...]
    everybody: tuple[ShownPaper, ...]
    groups: tuple[PaperGroup, ...]
    listed: tuple[PaperGroup, ...]
    steps: tuple[str, ...]
    ways: tuple[Way, ...]


def procedure_page(version: VersionCard, on: date) -> ProcedurePage:
    """The page of a version at hand. One query, for the form."""
    form = form_of_version(version, on)
    listed = _listed(version.papers)
    if form.is_complete and form.papers:
        everybody = tuple(_ruled(paper) for paper in form.papers if paper.show_if is None)
        by_case = tuple(_ruled(paper) for paper in form.papers if paper.show_if is not None)
        groups: tuple[PaperGroup, ...] = (
            (PaperGroup(_("Tùy trường hợp của bạn"), by_case),) if by_case else ()
        )
    else:
        everybody = listed[0].papers if listed and not listed[0].title else ()
        groups = tuple(group for group in listed if group.title)
        listed = ()
    return ProcedurePage(
        version=version,
        form=form,
        facts=_facts(version),
        everybody=everybody,
        groups=groups,
        listed=listed,
        steps=step_lines(version.content.steps),
        ways=_ways(version),
    )


def _facts(version: VersionCard) -> tuple[Fact, ...]:
    limits = {method.time_text for method in version.content.methods if method.time_text}
    note = version.term_reading
    if version.term_status == "assumed":
        return (
            Fact(_("Thời hạn"), _("Chưa có trong dữ liệu"), note),
            _fee_fact(version),
            _place_fact(version),
        )
    if len(limits) > 1:
        note = _("Khác nhau theo cách nộp, xem bên dưới")
    if version.term.get("unit") == "same_day":
        note = _("Nhận sau 15:00 thì trả vào ngày làm việc kế tiếp")
    return Fact(_("Thời hạn"), version.term_text, note), _fee_fact(version), _place_fact(version)


def _fee_fact(version: VersionCard) -> Fact:
    text = version.fee_text
    if len(text) > 40:
        return Fact(_("Lệ phí"), _("Theo quy định"), cut(text, _SHORT))
    return Fact(_("Lệ phí"), text)


def _place_fact(version: VersionCard) -> Fact:
    agency = version.implementing_agency or version.content.competent_authority
    first, _mark, rest = agency.partition(";")
    return Fact(_("Nơi giải quyết"), cut(first, 80), cut(rest.strip(), _SHORT))


def cut(text: str, limit: int) -> str:
    """The text, cut at a word with an ellipsis when it is too long."""
    if len(text) <= limit:
        return text
    place = text.rfind(" ", 0, limit)
    return text[: place if place > 0 else limit].rstrip(" ,;:") + "…"


def _listed(papers: Sequence[PaperCard]) -> tuple[PaperGroup, ...]:
    """The catalogue's papers by case, those for everybody first."""
    groups: dict[str, list[ShownPaper]] = {}
    for paper in papers:
        title = paper.group.strip(" *:-+")
        groups.setdefault(title, []).append(
            ShownPaper(
                name=paper.name,
                detail=paper.detail,
                count=count_words(paper.originals, paper.copies),
                is_filled_online=paper.is_application,
            )
        )
    ordered = sorted(groups.items(), key=lambda pair: bool(pair[0]))
    return tuple(PaperGroup(title, tuple(shown)) for title, shown in ordered)


def _ruled(paper: PaperRule) -> ShownPaper:
    return ShownPaper(paper.name, paper.hint, count_words(paper.originals, paper.copies))


def count_words(originals: int, copies: int) -> str:
    """ "1 bản chính, 1 bản sao"; "" when the source gives no number."""
    parts = []
    if originals:
        parts.append(_("%(number)s bản chính") % {"number": originals})
    if copies:
        parts.append(_("%(number)s bản sao") % {"number": copies})
    return ", ".join(parts)


def step_lines(text: str) -> tuple[str, ...]:
    """The steps of the source, one a line, without bullets and their own numbers."""
    lines: list[str] = []
    for raw in text.splitlines():
        line = _STEP.sub("", raw).strip(" -+*•")
        if not line:
            continue
        # The source breaks sentences in the middle: a small letter goes on with the line before.
        if lines and line[0].islower() and not raw.lstrip().startswith(("-", "+", "*", "•")):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return tuple(lines)


def _ways(version: VersionCard) -> tuple[Way, ...]:
    return tuple(
        Way(
            name=str(CHANNEL_NAMES[method.channel]),
            time=method.time_text or version.term_text,
            fees=tuple(dict.fromkeys(fee.text for fee in version.fees_for(method.channel))),
            note=method.note,
        )
        for method in version.content.methods
    )


def text_parts(version: VersionCard) -> dict[str, tuple[str, ...]]:
    """A version as named lines, for comparing two."""
    content = version.content
    return {
        _("Tên"): (version.name,),
        _("Lĩnh vực"): (version.field_name,),
        _("Cấp thực hiện"): version.levels,
        _("Mức trực tuyến"): (version.online_level,),
        _("Cơ quan thực hiện"): (version.implementing_agency,),
        _("Quyết định công bố"): (version.decision_number,),
        _("Thời hạn"): (version.term_text,),
        _("Phí, lệ phí"): tuple(
            f"{CHANNEL_NAMES[fee.channel]}: {fee.title} {fee.text}" for fee in version.fees
        ),
        _("Giấy tờ"): tuple(
            f"{paper.group} {paper.name} {count_words(paper.originals, paper.copies)}".strip()
            for paper in version.papers
        ),
        _("Kết quả"): tuple(f"{result.code} {result.name}" for result in version.results),
        _("Căn cứ pháp lý"): version.legal_bases,
        _("Trình tự"): step_lines(content.steps),
        _("Điều kiện"): tuple(content.requirements.splitlines()),
        _("Nơi tiếp nhận"): tuple(str(unit) for unit in version.receiving_units),
        _("Ghi chú của tỉnh"): (version.local_note,) if version.local_note else (),
    }
