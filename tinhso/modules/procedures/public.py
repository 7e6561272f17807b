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
from tinhso.modules.procedures.queries.eforms.binding import BoundForm, bind
from tinhso.modules.procedures.queries.eforms.forms import form_for, has_own_form, required_papers
from tinhso.modules.procedures.queries.eforms.page import StepPage, step_page
from tinhso.modules.procedures.queries.eforms.posting import is_edit, read_posted
from tinhso.modules.procedures.queries.eforms.profile import Profile, profile_of_account
from tinhso.modules.procedures.queries.eforms.reading import Line, Section, summary
from tinhso.modules.procedures.queries.eforms.schema import json_schema
from tinhso.modules.procedures.queries.search import Filters, Found, search, suggestions

__all__ = [
    "BoundForm",
    "CatalogueLoaded",
    "FeeCard",
    "Filters",
    "FormApproved",
    "FormDefinition",
    "Found",
    "HarvestFiles",
    "LifeEventCard",
    "Line",
    "PaperCard",
    "ProcedureCard",
    "ProcedureClosed",
    "ProcedureNotFound",
    "Profile",
    "ResultCard",
    "Section",
    "ServiceMoved",
    "StepPage",
    "VersionApproved",
    "VersionCard",
    "VersionNotFound",
    "bind",
    "fields",
    "form_for",
    "has_own_form",
    "is_edit",
    "json_schema",
    "life_event_cards",
    "life_events",
    "load_catalogue",
    "most_used",
    "procedure_cards",
    "profile_of_account",
    "questions_of",
    "read_posted",
    "required_papers",
    "search",
    "step_page",
    "suggestions",
    "summary",
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
