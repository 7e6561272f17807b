"""Tables of the module."""

from tinhso.modules.notifications.models.message import Delivery, Message
from tinhso.modules.notifications.models.preference import KindText, Preference

__all__ = ["Delivery", "KindText", "Message", "Preference"]
