"""Refusals of the module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Conflict, Invalid, NotFound


class MessageNotFound(NotFound):
    code = "message_not_found"
    message = _("Không có thông báo này.")


class KindNotFound(NotFound):
    code = "message_kind_not_found"
    message = _("Không có loại thông báo này.")


class DeliveryNotFound(NotFound):
    code = "message_delivery_not_found"
    message = _("Không có lượt gửi này.")


class DeliveryNotFailed(Conflict):
    code = "message_delivery_not_failed"
    message = _("Lượt gửi này không bị lỗi nên không gửi lại.")


class ChannelMandatory(Conflict):
    code = "message_channel_mandatory"
    message = _("Loại thông báo này luôn được gửi, không tắt được.")


class TextUnusable(Invalid):
    code = "message_text_unusable"
    message = _("Lời thông báo chưa dùng được.")
