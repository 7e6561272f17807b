"""Organisations: list, one organisation with units, people, history; changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of
from tinhso.modules.directory.commands import organisations as commands
from tinhso.modules.directory.commands import positions
from tinhso.modules.directory.errors import OrganisationNotFound, PositionNotFound
from tinhso.modules.directory.models import OrganisationVersion
from tinhso.modules.directory.queries import cards, histories
from tinhso.modules.directory.queries import organisations as queries
from tinhso.modules.directory.queries.positions import position_card, positions_in
from tinhso.modules.directory.rules.codes import old_form
from tinhso.modules.directory.web.forms.people import PositionForm
from tinhso.modules.directory.web.forms.places import AliasForm, EndForm, OrganisationForm
from tinhso.modules.directory.web.lists import organisations_spec
from tinhso.modules.directory.web.pages import FormPage, as_of, form_page
from tinhso.ui.lists import list_page

VIEW = "directory.view_directory"
MANAGE = "directory.manage_directory"


def organisation_list(request: HttpRequest) -> HttpResponseBase:
    """Organisations as of the day."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    on = as_of(request)
    return list_page(
        request,
        organisations_spec(on),
        OrganisationVersion.objects.as_of(on),
        template="directory/organisation_list.html",
        context={"may_manage": by.may(MANAGE)},
    )


def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: facts, units, positions and people, what it was and became."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    on = as_of(request)
    history = histories.organisation_versions(organisation_id)
    if not history:
        raise OrganisationNotFound
    found = cards.organisation_cards([organisation_id], on).get(organisation_id)
    shown = found or cards.last_organisation_cards([organisation_id])[organisation_id]
    above = cards.last_organisation_cards([shown.parent_id] if shown.parent_id else [])
    places = cards.last_area_cards([shown.area_id] if shown.area_id else [])
    sees_people = by.may("directory.view_officers", organisation_id)
    context = {
        "organisation": shown,
        "old_code": old_form(shown.code),
        "aliases": queries.aliases_of(organisation_id, on),
        "is_alive": found is not None,
        "parent": above.get(shown.parent_id or 0),
        "area": places.get(shown.area_id or 0),
        "units": queries.children_of(organisation_id, on),
        "positions": positions_in(organisation_id, on, names=sees_people),
        "successors": queries.organisation_successors(organisation_id, on),
        "origins": queries.organisation_predecessors(
            organisation_id, histories.day_before_first(history)
        ),
        "history": history,
        "kind": OrganisationVersion.Kind(shown.kind).label,
        "may_manage": by.may(MANAGE, organisation_id),
    }
    return render(request, "directory/organisation.html", context)


def organisation_add(request: HttpRequest, parent_id: int) -> HttpResponse:
    """A new organisation below another."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    above = _alive(parent_id)
    form = OrganisationForm(request.POST or None, initial={"code": f"{above.code}."})

    def act() -> str:
        told = form.cleaned_data
        made = commands.add_organisation(
            form.values() | {"parent_id": parent_id},
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )
        return reverse("directory:organisation", args=[made])

    page = _page(_("Thêm đơn vị trực thuộc"), parent_id, above.name)
    return form_page(request, form, page, act)


def organisation_change(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """New names or codes of an organisation from a day on."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = _alive(organisation_id)
    names = [name for name in OrganisationForm.base_fields if hasattr(shown, name)]
    now = {name: getattr(shown, name) for name in names}
    form = OrganisationForm(request.POST or None, initial=now)

    def act() -> None:
        told = form.cleaned_data
        changes = {name: value for name, value in form.values().items() if value != now[name]}
        commands.change_organisation(
            organisation_id,
            changes,
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Sửa cơ quan"), organisation_id, shown.name), act)


def organisation_end(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Let an organisation end."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = _alive(organisation_id)
    form = EndForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        commands.end_organisation(
            organisation_id, on=told["on"], decision=told["decision"], by=by, at=timezone.now()
        )

    page = _page(_("Kết thúc cơ quan"), organisation_id, shown.name, danger=True)
    return form_page(request, form, page, act)


def organisation_alias(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Record a code of another scheme."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = _alive(organisation_id)
    form = AliasForm(request.POST or None)

    def act() -> None:
        commands.add_alias(
            organisation_id, since=None, by=by, at=timezone.now(), **form.cleaned_data
        )

    return form_page(request, form, _page(_("Thêm mã khác"), organisation_id, shown.name), act)


def position_add(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """A new position of an organisation."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = _alive(organisation_id)
    form = PositionForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        positions.add_position(
            organisation_id,
            _position_values(told),
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Thêm vị trí"), organisation_id, shown.name), act)


def position_change(request: HttpRequest, position_id: int) -> HttpResponse:
    """Change the title, roles or seats of a position from a day on."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = position_card(position_id, timezone.localdate())
    if shown is None:
        raise PositionNotFound
    home = _alive(shown.organisation_id)
    now = {
        "title": shown.title,
        "roles": list(shown.roles),
        "rank": shown.rank,
        "seats": shown.seats,
    }
    form = PositionForm(request.POST or None, initial=now)

    def act() -> None:
        told = form.cleaned_data
        positions.change_position(
            position_id,
            _position_values(told),
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Sửa vị trí"), home.id, home.name), act)


def position_end(request: HttpRequest, position_id: int) -> HttpResponse:
    """Let a position end that nobody holds."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = position_card(position_id, timezone.localdate())
    if shown is None:
        raise PositionNotFound
    home = _alive(shown.organisation_id)
    form = EndForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        positions.end_position(
            position_id, on=told["on"], decision=told["decision"], by=by, at=timezone.now()
        )

    page = _page(_("Bỏ vị trí"), home.id, home.name, danger=True)
    return form_page(request, form, page, act)


def _position_values(told: dict[str, object]) -> dict[str, object]:
    rank, seats = told["rank"], told["seats"]
    return {
        "title": told["title"],
        "roles": told["roles"],
        "rank": int(str(rank)),
        "seats": int(str(seats)) if seats else None,
    }


def _alive(organisation_id: int) -> cards.OrganisationCard:
    found = cards.organisation_cards([organisation_id], timezone.localdate()).get(organisation_id)
    if found is None:
        raise OrganisationNotFound
    return found


def _page(title: object, organisation_id: int, name: str, *, danger: bool = False) -> FormPage:
    return FormPage(
        title=str(title),
        button=str(title),
        back=reverse("directory:organisation", args=[organisation_id]),
        back_title=name,
        done=_("Đã ghi thay đổi."),
        danger=danger,
    )
