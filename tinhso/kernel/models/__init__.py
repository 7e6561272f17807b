"""Tables of the kernel, one file per subject."""

from tinhso.kernel.models.audit import AuditEntry, AuditHead
from tinhso.kernel.models.numbering import NumberSeries
from tinhso.kernel.models.outbox import EventDelivery, OutboxEvent

__all__ = ["AuditEntry", "AuditHead", "EventDelivery", "NumberSeries", "OutboxEvent"]
