"""Changing the words of a kind of message."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.notifications import rules
from tinhso.modules.notifications.errors import TextUnusable
from tinhso.modules.notifications.models import KindText
from tinhso.modules.notifications.queries import texts

_LONGEST = {"heading": 200, "text": 4_000}


@command(permission="notifications.change_texts", audits=("kind",))
def change_text(kind: str, *, heading: str, text: str, by: Actor, at: datetime) -> None:
    """Set the province's own words. Raises KindNotFound, TextUnusable with the reason per field."""
    declared = texts.kind_of(kind)
    fields = {
        name: problems
        for name, value in (("heading", heading), ("text", text))
        if (problems := _problems(name, value, frozenset(declared.places)))
    }
    if fields:
        raise TextUnusable(fields=fields)
    before = texts.words_of(kind)
    KindText.objects.update_or_create(
        kind=kind,
        defaults={
            "heading": heading.strip(),
            "text": text.strip(),
            "changed_at": at,
            "changed_by_name": by.name,
        },
    )
    note(
        subject=f"message_kind:{kind}",
        old={"heading": before.heading, "text": before.text},
        new={"heading": heading.strip(), "text": text.strip()},
    )


@command(permission="notifications.change_texts", audits=("kind",))
def restore_text(kind: str, *, by: Actor, at: datetime) -> None:
    """Go back to the words that come with the product. Raises KindNotFound."""
    texts.kind_of(kind)
    KindText.objects.filter(kind=kind).delete()
    note(subject=f"message_kind:{kind}")


def _problems(name: str, value: str, known: frozenset[str]) -> list[str]:
    if not value.strip():
        return [str(_("Nhập lời thông báo"))]
    if len(value) > _LONGEST[name]:
        return [str(_("Tối đa %(most)s ký tự") % {"most": _LONGEST[name]})]
    return [
        str(_("Không có chỗ điền %(place)s") % {"place": place})
        for place in rules.problems_of(value, known)
    ]
