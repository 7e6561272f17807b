"""The form of a procedure that has none of its own: made from its list of papers."""

from __future__ import annotations

from tinhso.modules.procedures.definitions.form import (
    Block,
    Declaration,
    FormDefinition,
    LegalForm,
    Option,
    PaperRule,
    Question,
    Say,
    Step,
)
from tinhso.modules.procedures.queries.cards import PaperCard, VersionCard

CASE = "paper_case"
_MANY = 40
_BUSINESS = frozenset({"ĐT2", "ĐT8", "ĐT9", "ĐT10", "DT11", "ĐT7"})


def generic_form(version: VersionCard) -> FormDefinition:
    """Who applies, what for, which of the procedure's cases, and the papers of that case."""
    groups = case_groups(version)
    return FormDefinition(
        code=f"chung-{version.code.replace('.', '-').lower()}"[:60].rstrip("-"),
        title=version.public_name[:300],
        procedures=(version.code,),
        legal_form=LegalForm(
            name="Tờ khai chung",
            source=f"Thành phần hồ sơ của thủ tục {version.code}",
            wording="uncertain",
            note=(
                "Thủ tục này chưa có biểu mẫu điện tử riêng; đơn theo mẫu nộp kèm như một giấy tờ."
            ),
        ),
        minutes=5,
        is_complete=False,
        steps=(_applicant_step(version), _matter_step(version, groups)),
        papers=tuple(_paper_rule(paper, groups) for paper in version.papers),
    )


def case_groups(version: VersionCard) -> list[str]:
    """The special cases the papers are grouped by; none when there is only one group."""
    groups = list(dict.fromkeys(paper.group for paper in version.papers if paper.group))
    usable = [group for group in groups if not _is_for_everybody(version, group)]
    return usable[:_MANY] if len(usable) > 1 else []


def _is_for_everybody(version: VersionCard, group: str) -> bool:
    """Groups such as "Giấy tờ phải nộp" are no choice of the applicant."""
    plain = group.lower().strip(" *:-")
    return plain.startswith(("giấy tờ phải", "giấy tờ", "thành phần", "01 bộ", "hồ sơ gồm"))


def _applicant_step(version: VersionCard) -> Step:
    codes = {subject.code for subject in version.content.subjects}
    items: list[Block | Question] = [
        Block(
            block="person",
            name="applicant",
            of="của người nộp",
            only=("full_name", "birth_date", "personal_number", "residence", "phone", "email"),
            required=("full_name", "personal_number", "residence", "phone"),
            prefill="account",
        )
    ]
    if codes & _BUSINESS:
        items += [
            Question(
                ask="on_behalf",
                kind="yes_no",
                label="Bạn nộp thay cho doanh nghiệp, tổ chức, cơ sở?",
                required=True,
            ),
            Block(
                block="business",
                name="organisation",
                required=("name", "address"),
                prefill="business",
                show_if={"equals": ["on_behalf", True]},
            ),
        ]
    return Step(code="applicant", title="Người nộp", items=tuple(items))


def _matter_step(version: VersionCard, groups: list[str]) -> Step:
    items: list[Question | Say | Declaration] = []
    if groups:
        options = tuple(
            Option(value=str(place), label=group.strip(" *:-")[:300] or f"Trường hợp {place}")
            for place, group in enumerate(groups, start=1)
        )
        items.append(
            Question(
                ask=CASE,
                kind="choice",
                label="Trường hợp của bạn",
                hint="Giấy tờ cần nộp tùy theo trường hợp",
                required=True,
                options=options,
            )
        )
    items += [
        Question(
            ask="request",
            kind="long_text",
            label="Nội dung đề nghị",
            hint=(
                "Viết ngắn gọn điều bạn cần giải quyết, tên giấy tờ, địa điểm, thời gian liên quan"
            ),
            required=True,
            limits={"maxLength": 2000},
        ),
        Declaration(
            declare="truthful",
            text="Tôi chịu trách nhiệm trước pháp luật về nội dung khai và giấy tờ nộp kèm",
        ),
    ]
    return Step(code="matter", title="Nội dung đề nghị", items=tuple(items))


def _paper_rule(paper: PaperCard, groups: list[str]) -> PaperRule:
    chosen = str(groups.index(paper.group) + 1) if paper.group in groups else ""
    required = paper.required
    if chosen and paper.originals + paper.copies > 0 and not paper.shown_only:
        # Inside the case the applicant chose, only a condition of its own makes a paper optional.
        required = required or not _has_own_condition(paper)
    return PaperRule(
        code=paper.code,
        name=paper.name[:300],
        hint=paper.detail[:500],
        component_code=paper.component_code,
        form_code=paper.form_code,
        originals=paper.originals,
        copies=paper.copies,
        required=required,
        show_if={"equals": [CASE, chosen]} if chosen else None,
    )


def _has_own_condition(paper: PaperCard) -> bool:
    text = f"{paper.name} {paper.detail}".lower()
    return any(word in text for word in ("trường hợp", "nếu", "đối với", "khi có", "trừ "))
