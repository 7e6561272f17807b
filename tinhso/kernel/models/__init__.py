"""Tables of the kernel, one file per subject."""

from tinhso.kernel.models.audit import AuditEntry, AuditHead
from tinhso.kernel.models.files import StoredFile
from tinhso.kernel.models.jobs import JobFailure, LongTask, LongTaskRefusal
from tinhso.kernel.models.numbering import NumberSeries
from tinhso.kernel.models.outbox import EventDelivery, OutboxEvent

__all__ = [
    "AuditEntry",
    "AuditHead",
    "EventDelivery",
    "JobFailure",
    "LongTask",
    "LongTaskRefusal",
    "NumberSeries",
    "OutboxEvent",
    "StoredFile",
]
