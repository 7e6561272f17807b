"""The door of the module: the catalogue of procedures and the e-forms, for other modules."""

from tinhso.modules.procedures.commands.load_catalogue import HarvestFiles, load_catalogue
from tinhso.modules.procedures.errors import ProcedureNotFound, VersionNotFound
from tinhso.modules.procedures.events import (
    CatalogueLoaded,
    FormApproved,
    ProcedureClosed,
    ServiceMoved,
    VersionApproved,
)
from tinhso.modules.procedures.queries.cards import (
    FeeCard,
    PaperCard,
    ProcedureCard,
    ResultCard,
    VersionCard,
)
from tinhso.modules.procedures.queries.catalogue import (
    most_used,
    procedure_cards,
    version_card,
    version_cards,
    version_in_force,
)

__all__ = [
    "CatalogueLoaded",
    "FeeCard",
    "FormApproved",
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
    "load_catalogue",
    "most_used",
    "procedure_cards",
    "version_card",
    "version_cards",
    "version_in_force",
]
