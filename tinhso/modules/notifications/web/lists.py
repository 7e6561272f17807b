"""What the list pages of the module show."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.modules.notifications import definitions
from tinhso.modules.notifications.models import Delivery, Message
from tinhso.ui.lists import (
    BulkAct,
    ChoiceFilter,
    Column,
    DateRangeFilter,
    EmptyText,
    ListSpec,
    ListTab,
    TextFilter,
)


def _kind_titles() -> list[tuple[str, str]]:
    return [(kind.code, str(kind.title)) for kind in definitions.kinds().values()]


def kind_title(code: str) -> str:
    """The title of a kind; its code when no module declares it any more."""
    kind = definitions.kinds().get(code)
    return str(kind.title) if kind else code


def _saying(rows: QuerySet[Message], text: str) -> QuerySet[Message]:
    return rows.filter(title__icontains=text)


INBOX = ListSpec(
    name="notifications.inbox",
    title=_("Thông báo"),
    unit=_("thông báo"),
    order="-created_at",
    columns=(
        Column(
            "title",
            _("Nội dung"),
            template="notifications/message_cell.html",
            export="title",
            css="name",
            is_link=True,
        ),
        Column(
            "kind",
            _("Loại"),
            cell=lambda row: kind_title(row.kind),
            css="hide-s one",
            width="14rem",
        ),
        Column("created_at", _("Lúc"), sort=["id"], css="num"),
    ),
    text=TextFilter(_saying, label=_("Tìm thông báo"), placeholder=_("Tìm trong tiêu đề…")),
    filters=(
        ChoiceFilter("loai", _("Loại"), _kind_titles, field="kind"),
        DateRangeFilter("luc", _("Ngày"), field="created_at", is_moment=True),
    ),
    tabs=(
        ListTab("tat-ca", _("Tất cả"), lambda rows: rows),
        ListTab("chua-doc", _("Chưa đọc"), lambda rows: rows.filter(read_at__isnull=True)),
    ),
    row_address=lambda row: reverse("notifications:message", args=[row.public_id]),
    row_name=lambda row: row.title,
    nothing_yet=EmptyText(
        _("Chưa có thông báo nào"), _("Khi hồ sơ của bạn có tiến triển, tin sẽ hiện ở đây.")
    ),
    can_export=False,
)


def _sent_to(rows: QuerySet[Delivery], text: str) -> QuerySet[Delivery]:
    return rows.filter(address__istartswith=text) | rows.filter(message__subject=text)


DELIVERIES = ListSpec(
    name="notifications.deliveries",
    title=_("Nhật ký gửi thông báo"),
    unit=_("lượt gửi"),
    order="-created_at",
    columns=(
        Column("created_at", _("Lúc"), sort=["id"], css="num"),
        Column("title", _("Tiêu đề"), cell="message.title", css="name"),
        Column("address", _("Nơi nhận"), css="one", width="16rem"),
        Column("channel", _("Cách gửi"), css="hide-s"),
        Column("attempts", _("Số lần thử"), css="num hide-s"),
        Column(
            "state",
            _("Trạng thái"),
            template="notifications/delivery_state.html",
            export=lambda row: row.get_state_display(),
        ),
    ),
    text=TextFilter(_sent_to, label=_("Tìm lượt gửi"), placeholder=_("Thư điện tử, case:7…")),
    filters=(
        ChoiceFilter("trang-thai", _("Trạng thái"), Delivery.State.choices, field="state"),
        ChoiceFilter("loai", _("Loại"), _kind_titles, field="message__kind"),
        DateRangeFilter("luc", _("Ngày"), field="created_at", is_moment=True),
    ),
    row_name=lambda row: row.address,
    bulk=(
        BulkAct(
            _("Gửi lại"),
            lambda: reverse("notifications:resend"),
            permission="notifications.resend_message",
            is_main=True,
        ),
    ),
    nothing_yet=EmptyText(_("Chưa gửi thông báo nào ra ngoài")),
)
