"""What other modules and pages see of procedures: frozen cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.modules.procedures.definitions.content import Content, Method
from tinhso.modules.procedures.models import ProcedureVersion, VersionPeriod
from tinhso.modules.procedures.rules import fees, levels, names, terms

_LISTED = 160
# Channels of dossiers and of the catalogue.
CHANNELS = {
    "counter": "DIRECT",
    "online": "ONLINE",
    "postal": "POSTAL",
    "portal": "ONLINE",
    "DIRECT": "DIRECT",
    "ONLINE": "ONLINE",
    "POSTAL": "POSTAL",
}


@dataclass(frozen=True, slots=True)
class FeeCard:
    """One fee line. `amount` (đồng) is set only where it can be charged as it stands; 0 = free.

    `listed` is the figure the source shows, `text` what a person reads.
    """

    title: str
    kind: str
    channel: str
    amount: int | None
    listed: int | None
    text: str


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One paper of a dossier. `code` is unique within the version."""

    code: str
    name: str
    originals: int
    copies: int
    required: bool
    component_code: str
    form_code: str
    detail: str = ""
    group: str = ""
    shown_only: bool = False
    is_application: bool = False


@dataclass(frozen=True, slots=True)
class ResultCard:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProcedureCard:
    """One line of a list or of search results."""

    id: int
    version_id: int
    code: str
    name: str
    short_name: str
    field_code: str
    field_name: str
    level: str
    levels: tuple[str, ...]
    online_level: str
    implementing_agency: str
    term_text: str
    term_status: str
    fee_text: str
    is_central: bool
    can_apply: bool
    reason: str = ""
    """Why a search found it."""

    @property
    def list_name(self) -> str:
        """The name as lists show it: whole when it is not too long."""
        if len(self.name) <= _LISTED:
            return self.name
        return self.name[: self.name.rfind(" ", 0, _LISTED)].rstrip(" ,;:(") + "…"

    @property
    def address(self) -> str:
        """Its public page."""
        return reverse("procedures:detail", args=[self.code])

    @property
    def how(self) -> str:
        """How it is handed in, in a few words."""
        if self.is_central:
            return _("Nộp tại Cổng Dịch vụ công quốc gia")
        return {
            levels.WHOLE: _("Làm trọn trên mạng"),
            levels.PART: _("Nộp trực tuyến một phần"),
        }.get(self.online_level, _("Nộp tại quầy"))


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One version of a procedure, whole. `term` is the plain term of `tinhso.kernel.clock`."""

    id: int
    procedure_id: int
    number: int
    code: str
    name: str
    public_name: str
    short_name: str
    field_code: str
    field_name: str
    level: str
    levels: tuple[str, ...]
    life_events: tuple[str, ...]
    online_level: str
    older_level: int
    partial_reason: str
    promulgating_agency: str
    implementing_agency: str
    decision_number: str
    decision_on: date | None
    non_territorial: bool
    is_central: bool
    central_note: str
    term: Mapping[str, Any]
    term_text: str
    term_status: str
    term_reading: str
    supplement_mode: str
    supplement_source: str
    fees: tuple[FeeCard, ...]
    fee_text: str
    papers: tuple[PaperCard, ...]
    results: tuple[ResultCard, ...]
    legal_bases: tuple[str, ...]
    receiving_units: tuple[int, ...]
    local_note: str
    origin: str
    state: str
    content: Content
    source: str
    valid_from: date | None = None
    valid_until: date | None = None

    def fees_for(self, channel: str) -> tuple[FeeCard, ...]:
        """Fees when handed in that way: counter, online, postal or portal."""
        wanted = CHANNELS.get(channel, channel)
        return tuple(fee for fee in self.fees if fee.channel == wanted)

    @property
    def can_apply(self) -> bool:
        """Whether the province takes it in online."""
        return not self.is_central and self.online_level != levels.NONE


def version_card(version: ProcedureVersion, period: VersionPeriod | None = None) -> VersionCard:
    """The card of a version whose procedure is loaded. No query."""
    content = Content.model_validate(version.content)
    procedure = version.procedure
    return VersionCard(
        id=version.pk,
        procedure_id=procedure.pk,
        number=version.number,
        code=procedure.code,
        name=version.name,
        public_name=names.public_name(version.name),
        short_name=version.short_name,
        field_code=version.field_code,
        field_name=version.field_name,
        level=version.level,
        levels=tuple(version.levels),
        life_events=tuple(version.life_events),
        online_level=version.online_level,
        older_level=levels.older_level(version.online_level, has_forms=version.has_forms),
        partial_reason=version.partial_reason,
        promulgating_agency=version.promulgating_agency,
        implementing_agency=version.implementing_agency,
        decision_number=version.decision_number,
        decision_on=version.decision_on,
        non_territorial=version.non_territorial,
        is_central=procedure.is_central,
        central_note=procedure.central_note,
        term=version.term,
        term_text=terms.sentence(version.term),
        term_status=version.term_status,
        term_reading=version.term_reading,
        supplement_mode=version.supplement_mode,
        supplement_source=version.supplement_source,
        fees=tuple(fee for method in content.methods for fee in _fee_cards(method)),
        fee_text=version.fee_text,
        papers=tuple(
            PaperCard(**paper.model_dump(exclude={"form_files"})) for paper in content.papers
        ),
        results=tuple(ResultCard(result.code, result.name) for result in content.results),
        legal_bases=content.legal_bases,
        receiving_units=tuple(version.receiving_units),
        local_note=version.local_note,
        origin=version.origin,
        state=version.state,
        content=content,
        source=version.source,
        valid_from=period.validity.lower if period else None,
        valid_until=period.validity.upper if period else None,
    )


def _fee_cards(method: Method) -> list[FeeCard]:
    return [
        FeeCard(
            title=fees.TITLES[fee.kind],
            kind=fee.kind,
            channel=method.channel,
            amount=fee.chargeable,
            listed=fee.amount,
            text=fees.line(fee.amount, fee.note),
        )
        for fee in method.fees
    ]


def procedure_card(version: ProcedureVersion, reason: str = "") -> ProcedureCard:
    """The card of one line; the version's procedure is loaded, its content need not be."""
    text = version.fee_text
    return ProcedureCard(
        id=version.procedure_id,
        version_id=version.pk,
        code=version.procedure.code,
        name=names.public_name(version.name),
        short_name=version.short_name,
        field_code=version.field_code,
        field_name=version.field_name,
        level=version.level,
        levels=tuple(version.levels),
        online_level=version.online_level,
        implementing_agency=version.implementing_agency,
        term_text=terms.sentence(version.term),
        term_status=version.term_status,
        fee_text=text if len(text) <= 60 else "Theo quy định",
        is_central=version.procedure.is_central,
        can_apply=not version.procedure.is_central and version.online_level != levels.NONE,
        reason=reason,
    )
