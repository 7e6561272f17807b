"""Tables of the catalogue and of the e-forms."""

from tinhso.modules.procedures.models.form import EForm, FormVersion
from tinhso.modules.procedures.models.harvest import Harvest, HarvestLine
from tinhso.modules.procedures.models.overlay import LocalOverlay
from tinhso.modules.procedures.models.procedure import (
    LifeEvent,
    Procedure,
    ProcedureVersion,
    ResultKind,
    ServiceField,
    VersionPeriod,
)

__all__ = [
    "EForm",
    "FormVersion",
    "Harvest",
    "HarvestLine",
    "LifeEvent",
    "LocalOverlay",
    "Procedure",
    "ProcedureVersion",
    "ResultKind",
    "ServiceField",
    "VersionPeriod",
]
