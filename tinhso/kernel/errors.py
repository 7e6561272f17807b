"""Refusals: five kinds, each with a code for machines and a Vietnamese sentence for people.

A module subclasses the kind that fits and sets `code` and `message`; nothing else says why
something was refused. `tinhso.kernel.http` maps kinds to HTTP status once,
`refusals_shown_on` to forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal. `facts` fill the named places of `message` and travel to machines as they are."""

    code: ClassVar[str] = "refused"
    message: ClassVar[str | Promise] = _("Không thực hiện được.")

    def __init__(self, **facts: object) -> None:
        self.facts: Mapping[str, object] = facts
        super().__init__(self.code)

    @property
    def sentence(self) -> str:
        """The sentence a person reads, in the language now active."""
        return str(self.message) % self.facts if self.facts else str(self.message)

    def __str__(self) -> str:
        return self.sentence


class NotFound(DomainError):  # noqa: N818 - named by what it is
    """What was asked for is not there, or not visible to the one who asks."""

    code = "not_found"
    message: ClassVar[str | Promise] = _("Không tìm thấy.")


class NotPermitted(DomainError):  # noqa: N818 - named by what it is
    """The actor has no right to do this, here, now."""

    code = "not_permitted"
    message: ClassVar[str | Promise] = _("Bạn không có quyền làm việc này.")


class Conflict(DomainError):  # noqa: N818 - named by what it is
    """The state of things does not allow it (already done, changed meanwhile, too late)."""

    code = "conflict"
    message: ClassVar[str | Promise] = _("Trạng thái hiện tại không cho phép việc này.")


class Invalid(DomainError):  # noqa: N818 - named by what it is
    """What was sent cannot be accepted; `fields` says it per field, for forms and machines."""

    code = "invalid"
    message: ClassVar[str | Promise] = _("Nội dung gửi lên chưa hợp lệ.")

    def __init__(self, *, fields: Mapping[str, list[str]] | None = None, **facts: object) -> None:
        super().__init__(**facts)
        self.fields: Mapping[str, list[str]] = fields or {}


class Unavailable(DomainError):  # noqa: N818 - named by what it is
    """Something this depends on is away; trying later may work."""

    code = "unavailable"
    message: ClassVar[str | Promise] = _("Tạm thời chưa thực hiện được, hãy thử lại sau.")


class PermissionMissing(NotPermitted):
    """The actor does not hold the permission the use case asks for."""

    code = "permission_missing"
    message = _("Bạn không có quyền “%(permission)s”.")
