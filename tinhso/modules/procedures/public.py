"""The door of the module: the catalogue of procedures and the e-forms, for other modules."""

from dataclasses import dataclass
from datetime import date

from tinhso.modules.procedures.commands.load_catalogue import HarvestFiles, load_catalogue
from tinhso.modules.procedures.definitions.form import FormDefinition, questions_of
from tinhso.modules.procedures.errors import ProcedureNotFound, VersionNotFound
from tinhso.modules.procedures.events import (
    CatalogueLoaded,
    FormApproved,
    ProcedureClosed,
    ServiceMoved,
    VersionApproved,
)
from tinhso.modules.procedures.queries import catalogue
from tinhso.modules.procedures.queries.cards import (
    FeeCard,
    PaperCard,
    ProcedureCard,
    ResultCard,
    VersionCard,
)
from tinhso.modules.procedures.queries.catalogue import (
    fields,
    life_events,
    most_used,
    procedure_cards,
    version_card,
    version_cards,
    version_in_force,
)
from tinhso.modules.procedures.queries.search import Filters, Found, search, suggestions

__all__ = [
    "FormDefinition",
    "questions_of",
    "LifeEventCard",
    "life_event_cards",
    "CatalogueLoaded",
    "FeeCard",
    "Filters",
    "FormApproved",
    "Found",
    "HarvestFiles",
    "PaperCard",
    "ProcedureCard",
    "ProcedureClosed",
    "ProcedureNotFound",
    "ResultCard",
    "ServiceMoved",
    "VersionApproved",
    "VersionCard",
    "VersionNotFound",
    "fields",
    "life_events",
    "load_catalogue",
    "most_used",
    "procedure_cards",
    "search",
    "suggestions",
    "version_card",
    "version_cards",
    "version_in_force",
]


@dataclass(frozen=True, slots=True)
class LifeEventCard:
    """A situation of life under which procedures are found."""

    code: str
    name: str
    note: str
    icon: str
    procedures: int


def life_event_cards(on: date) -> list[LifeEventCard]:
    """Life events with the number of procedures in force under each. Two queries."""
    return [
        LifeEventCard(event.code, event.name, event.note, event.icon, count)
        for event, count in catalogue.life_events(on)
        if count
    ]
