"""Officers: list, one record with the posts of a life, changes of posts."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.actor import Actor
from tinhso.kernel.http import actor_of
from tinhso.modules.directory.commands import officers as commands
from tinhso.modules.directory.commands import posts
from tinhso.modules.directory.errors import FactsInvalid, OfficerNotFound, PositionNotFound
from tinhso.modules.directory.models import OfficerVersion
from tinhso.modules.directory.queries import cards, histories
from tinhso.modules.directory.queries.positions import position_card
from tinhso.modules.directory.queries.posts import officers_by_code, posts_of
from tinhso.modules.directory.web.forms.people import (
    AppointForm,
    ChangeOfficerForm,
    DelegateForm,
    OfficerForm,
)
from tinhso.modules.directory.web.forms.places import EndForm
from tinhso.modules.directory.web.lists import officers_spec, visible_officers
from tinhso.modules.directory.web.pages import FormPage, as_of, form_page
from tinhso.ui.lists import list_page

VIEW = "directory.view_officers"
MANAGE = "directory.manage_directory"


def officer_list(request: HttpRequest) -> HttpResponseBase:
    """Officers with a post where the permission holds, as of the day."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    on = as_of(request)
    return list_page(
        request,
        officers_spec(on, whole_record="xuat" in request.GET),
        visible_officers(on, by.places(VIEW)),
        template="directory/officer_list.html",
        context={"may_manage": by.may(MANAGE)},
    )


def officer(request: HttpRequest, officer_id: int) -> HttpResponse:
    """One officer: the record, the posts of a life, versions of the record."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    on = as_of(request)
    lines = histories.posts_of_life(officer_id, on)
    row = _record(officer_id, on)
    _require_seen(by, officer_id, on)
    context = {
        "officer": row,
        "posts": lines,
        "history": histories.officer_versions(officer_id),
        "may_manage": by.may(MANAGE) and _manages(by, officer_id, on),
        "is_self": by.officer_id == officer_id,
    }
    return render(request, "directory/officer.html", context)


def _record(officer_id: int, on: date) -> OfficerVersion:
    rows = OfficerVersion.objects.current().filter(officer_id=officer_id).select_related("officer")
    found: OfficerVersion | None = (
        rows.filter(validity__contains=on).first() or rows.order_by("-validity").first()
    )
    if found is None:
        raise OfficerNotFound
    return found


def _require_seen(by: Actor, officer_id: int, on: date) -> None:
    """People outside the reach of the reader are not found."""
    places = by.places(VIEW)
    if places is None or by.officer_id == officer_id:
        return
    if not any(post.organisation_id in places for post in posts_of(officer_id, on)):
        raise OfficerNotFound


def _manages(by: Actor, officer_id: int, on: date) -> bool:
    places = by.places(MANAGE)
    held = posts_of(officer_id, on)
    return places is None or any(post.organisation_id in places for post in held)


def officer_add(request: HttpRequest) -> HttpResponse:
    """A new record."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    form = OfficerForm(request.POST or None)

    def act() -> str:
        told = dict(form.cleaned_data)
        made = commands.register_officer(
            told.pop("employee_code"),
            {name: value for name, value in told.items() if name != "decision"},
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )
        return reverse("directory:officer", args=[made])

    page = FormPage(
        title=_("Thêm hồ sơ cán bộ"),
        lead=_("Số định danh cá nhân không lưu ở đây; nhập khi mở tài khoản."),
        button=_("Thêm hồ sơ"),
        back=reverse("directory:officer_list"),
        back_title=_("Cán bộ"),
        done=_("Đã thêm hồ sơ."),
    )
    return form_page(request, form, page, act)


def officer_change(request: HttpRequest, officer_id: int) -> HttpResponse:
    """Change or correct a record."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    row = _record(officer_id, timezone.localdate())
    now = {name: getattr(row, name) for name in commands.CHANGEABLE}
    form = ChangeOfficerForm(request.POST or None, initial=now)

    def act() -> None:
        told = form.cleaned_data
        commands.change_officer(
            officer_id,
            {name: told[name] for name in commands.CHANGEABLE if told[name] != now[name]},
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Sửa hồ sơ"), officer_id, row.full_name), act)


def appoint(request: HttpRequest, position_id: int) -> HttpResponse:
    """Let an officer take a position."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    position = position_card(position_id, timezone.localdate())
    if position is None:
        raise PositionNotFound
    form = AppointForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        posts.appoint(
            posts.Appointment(
                officer_id=_officer_by_code(told["employee_code"], told["since"]),
                position_id=position_id,
                since=told["since"],
                until=told["until"],
                kind=told["kind"],
            ),
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    home = cards.last_organisation_cards([position.organisation_id])[position.organisation_id]
    page = FormPage(
        title=_("Bổ nhiệm, giao nhiệm vụ"),
        lead=f"{position.title}, {home.name}",
        button=_("Ghi"),
        back=reverse("directory:organisation", args=[home.id]),
        back_title=home.name,
        done=_("Đã ghi người giữ vị trí."),
    )
    return form_page(request, form, page, act)


def post_end(request: HttpRequest, officer_id: int, position_id: int) -> HttpResponse:
    """Let a post end."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    row = _record(officer_id, timezone.localdate())
    form = EndForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        posts.end_post(
            officer_id,
            position_id,
            on=told["on"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    page = _page(_("Thôi giữ vị trí"), officer_id, row.full_name, danger=True)
    return form_page(request, form, page, act)


def delegate(request: HttpRequest, position_id: int) -> HttpResponse:
    """Lend the own position to another officer for some days."""
    by = actor_of(request)
    permissions.require(by, "directory.delegate_own_post")
    position = position_card(position_id, timezone.localdate())
    if position is None:
        raise PositionNotFound
    form = DelegateForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        posts.delegate_post(
            position_id,
            _officer_by_code(told["employee_code"], told["since"]),
            since=told["since"],
            until=told["until"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    own = by.officer_id
    page = FormPage(
        title=_("Ủy quyền vị trí"),
        lead=position.title,
        button=_("Ủy quyền"),
        back=reverse("directory:officer", args=[own])
        if own
        else reverse("directory:organisation", args=[position.organisation_id]),
        back_title=by.name,
        done=_("Đã ủy quyền."),
    )
    return form_page(request, form, page, act)


def _officer_by_code(code: str, on: date) -> int:
    written = code.strip().upper()
    found = officers_by_code([written], on).get(written)
    if found is None:
        raise FactsInvalid(fields={"employee_code": [str(OfficerNotFound.message)]})
    return found.id


def _page(title: object, officer_id: int, name: str, *, danger: bool = False) -> FormPage:
    return FormPage(
        title=str(title),
        button=str(title),
        back=reverse("directory:officer", args=[officer_id]),
        back_title=name,
        done=_("Đã ghi thay đổi."),
        danger=danger,
    )
