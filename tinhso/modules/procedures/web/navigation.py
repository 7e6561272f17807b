"""Where the pages of the module stand in the navigation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.ui.navigation import NavEntry, register


def register_entries() -> None:
    """Tell the frames of the pages where the catalogue and the forms are."""
    register(
        NavEntry(
            group="lookup",
            title=_("Danh mục thủ tục"),
            url_name="procedures:catalogue",
            icon="list",
            permission="procedures.view_catalogue",
            order=30,
            also=(
                "procedures:staff_detail",
                "procedures:compare",
                "procedures:draft_version",
                "procedures:version",
                "procedures:draft_overlay",
                "procedures:overlay",
            ),
        )
    )
    register(
        NavEntry(
            group="organisation",
            title=_("Chờ phê duyệt"),
            url_name="procedures:waiting",
            icon="done",
            permission="procedures.approve_version",
            order=80,
        )
    )
    register(
        NavEntry(
            group="organisation",
            title=_("Nhập danh mục"),
            url_name="procedures:harvests",
            icon="download",
            permission="procedures.load_catalogue",
            order=82,
            also=("procedures:harvest",),
        )
    )
    register(
        NavEntry(
            group="organisation",
            title=_("Biểu mẫu điện tử"),
            url_name="procedures:forms",
            icon="edit",
            permission="procedures.draft_form",
            order=84,
            also=("procedures:form", "procedures:form_version", "procedures:form_preview"),
        )
    )
    register(
        NavEntry(
            "citizen",
            _("Thủ tục"),
            "procedures:search",
            "list",
            None,
            face="citizen",
            order=20,
            also=("procedures:detail", "procedures:fields", "procedures:life_events"),
        )
    )
