"""Areas: list, one area with its history, open questions."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of
from tinhso.modules.directory.commands import areas as commands
from tinhso.modules.directory.errors import AreaNotFound
from tinhso.modules.directory.models import AreaVersion
from tinhso.modules.directory.queries import areas, cards, histories
from tinhso.modules.directory.queries.organisations import committee_of_area
from tinhso.modules.directory.web.forms.places import AnswerForm, AreaForm, EndForm
from tinhso.modules.directory.web.lists import areas_spec
from tinhso.modules.directory.web.pages import FormPage, as_of, form_page
from tinhso.ui.lists import list_page

VIEW = "directory.view_directory"
MANAGE = "directory.manage_directory"


def area_list(request: HttpRequest) -> HttpResponseBase:
    """Areas as of the day; a former name finds what the place is now."""
    permissions.require(actor_of(request), VIEW)
    on, typed = as_of(request), request.GET.get("q", "").strip()
    found = areas.search_areas(typed, on, province_code=settings.PROVINCE) if typed else []
    context = {
        "former": [match for match in found if match.was],
        "questions": len(areas.open_questions(settings.PROVINCE, on)),
    }
    return list_page(
        request,
        areas_spec(on),
        AreaVersion.objects.as_of(on),
        template="directory/area_list.html",
        context=context,
    )


def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """One area: what it is on the day, what lies in it, what it was and became."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    on = as_of(request)
    history = histories.area_versions(area_id)
    if not history:
        raise AreaNotFound
    found = cards.area_cards([area_id], on).get(area_id)
    last = cards.last_area_cards([area_id])[area_id]
    shown = found or last
    around = cards.last_area_cards(
        {place for place in (shown.parent_id, shown.province_id) if place is not None}
    )
    context = {
        "area": shown,
        "is_alive": found is not None,
        "parent": around.get(shown.parent_id or 0),
        "province": around.get(shown.province_id),
        "children": areas.children(area_id, on),
        "committee": committee_of_area(area_id, on),
        "successors": areas.successors(area_id, on),
        "origins": areas.predecessors(area_id, histories.day_before_first(history)),
        "is_open_question": histories.is_open_question(area_id),
        "history": history,
        "may_manage": by.may(MANAGE) and by.places(MANAGE) is None,
    }
    return render(request, "directory/area.html", context)


def area_questions(request: HttpRequest) -> HttpResponse:
    """Areas of the province whose successor the data does not name."""
    by = actor_of(request)
    permissions.require(by, VIEW)
    context = {
        "questions": areas.open_questions(settings.PROVINCE, as_of(request)),
        "may_manage": by.may(MANAGE) and by.places(MANAGE) is None,
    }
    return render(request, "directory/area_questions.html", context)


def area_answer(request: HttpRequest, area_id: int) -> HttpResponse:
    """Enter the successor a document names."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    history = histories.area_versions(area_id)
    if not history or not histories.is_open_question(area_id):
        raise AreaNotFound
    ended = max((row.valid_to for row in history if row.is_known and row.valid_to), default=None)
    near = areas.communes_of(settings.PROVINCE, ended) if ended else []
    form = AnswerForm(
        request.POST or None,
        successors=[(str(card.id), f"{card.full_name} ({card.code})") for card in near],
    )

    def act() -> None:
        told = form.cleaned_data
        commands.answer_open_question(
            area_id,
            int(told["successor"]),
            extent=told["extent"],
            share=told["share"],
            is_default=True,
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    page = FormPage(
        title=_("Ghi đơn vị kế tiếp"),
        lead=history[0].title,
        button=_("Ghi"),
        back=reverse("directory:area_questions"),
        back_title=_("Câu hỏi còn mở"),
        done=_("Đã ghi đơn vị kế tiếp."),
    )
    return form_page(request, form, page, act)


def area_change(request: HttpRequest, area_id: int) -> HttpResponse:
    """Give an area new names from a day on."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = cards.area_cards([area_id], timezone.localdate()).get(area_id)
    if shown is None:
        raise AreaNotFound
    now = {name: getattr(shown, name) for name in ("name", "full_name", "kind")}
    form = AreaForm(request.POST or None, initial=now)

    def act() -> None:
        told = form.cleaned_data
        names = ("name", "full_name", "kind", "name_en")
        commands.change_area(
            area_id,
            {name: told[name] for name in names if told[name]},
            since=told["since"],
            decision=told["decision"],
            by=by,
            at=timezone.now(),
        )

    return form_page(request, form, _page(_("Sửa địa bàn"), area_id, shown.full_name), act)


def area_end(request: HttpRequest, area_id: int) -> HttpResponse:
    """Let an area end without a successor."""
    by = actor_of(request)
    permissions.require(by, MANAGE)
    shown = cards.area_cards([area_id], timezone.localdate()).get(area_id)
    if shown is None:
        raise AreaNotFound
    form = EndForm(request.POST or None)

    def act() -> None:
        told = form.cleaned_data
        commands.end_area(
            area_id, on=told["on"], decision=told["decision"], by=by, at=timezone.now()
        )

    page = _page(_("Kết thúc địa bàn"), area_id, shown.full_name, danger=True)
    return form_page(request, form, page, act)


def _page(title: object, area_id: int, name: str, *, danger: bool = False) -> FormPage:
    return FormPage(
        title=str(title),
        button=str(title),
        back=reverse("directory:area", args=[area_id]),
        back_title=name,
        done=_("Đã ghi thay đổi."),
        danger=danger,
    )
