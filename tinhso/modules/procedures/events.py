"""Facts the catalogue announces."""

from dataclasses import dataclass

from tinhso.kernel.events import Event


@dataclass(frozen=True)
class VersionApproved(Event):
    """A version of a procedure is in force from a day on (ISO date, "" = always)."""

    procedure_id: int
    version_id: int
    code: str
    valid_from: str


@dataclass(frozen=True)
class ProcedureClosed(Event):
    """A procedure left the catalogue; open dossiers go on with their version."""

    procedure_id: int
    code: str
    closed_on: str


@dataclass(frozen=True)
class CatalogueLoaded(Event):
    """A harvest of the national catalogue was read in."""

    harvest_id: int
    added: int
    changed: int
    closed: int


@dataclass(frozen=True)
class ServiceMoved(Event):
    """A procedure is now served centrally by a ministry's system, or by the province again."""

    procedure_id: int
    code: str
    is_central: bool


@dataclass(frozen=True)
class FormApproved(Event):
    """A version of an e-form is in use."""

    form_id: int
    form_code: str
