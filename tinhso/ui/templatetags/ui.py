"""`{% load ui %}`: one tag per component, and the Vietnamese way of writing values as filters.

A component is `ui/components/<name>.html`; the tag only gathers what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.kernel import numerals
from tinhso.ui import charts, written
from tinhso.ui.forms import error_count, error_lines
from tinhso.ui.icons import ICONS
from tinhso.ui.middleware import address_at
from tinhso.ui.shown import Crumb, DayCell, Due, Fact, Step
from tinhso.ui.written import Text

register = template.Library()

_DUE_ICONS = {"late": "alert", "soon": "clock", "plain": "clock", "held": "pause", "done": "done"}
_ALERT_ICONS = {"info": "info", "ok": "done", "warn": "alert", "danger": "alert"}
_PAPER_ICONS = {"vault": "file-check", "checked": "file-check"}

for _name, _write in written.FILTERS.items():
    register.filter(_name, _write)


# --- icons and actions ---------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """`{% icon "clock" %}`; without a label it is decoration and hidden from screen readers."""
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"no icon {name!r}; see tinhso/ui/icons.py")
    known = mark_safe(ICONS[name])  # noqa: S308 - our own drawings
    if label:
        return format_html(
            '<svg class="i {}" viewBox="0 0 20 20" role="img" aria-label="{}">{}</svg>',
            css,
            label,
            known,
        )
    return format_html(
        '<svg class="i {}" viewBox="0 0 20 20" aria-hidden="true">{}</svg>', css, known
    )


@register.inclusion_tag("ui/components/seal.html")
def seal() -> dict[str, Any]:
    """The State's mark; once per page."""
    return {}


@register.inclusion_tag("ui/components/button.html", takes_context=True)
def button(context: Context, text: Text, kind: str = "", **options: Any) -> dict[str, Any]:
    """`{% button "Trình duyệt" "primary" icon="send" key="T" %}`.

    kind: "" (secondary), primary, quiet, danger. `href` makes it a link. Others: icon, key, type
    (submit), name, value, size ("lg"), block, busy, label (icon alone), confirm (asked before it
    acts), form, id, css, writes (True hides it when another date is shown).
    """
    if options.get("href") and not options.get("writes"):
        options["href"] = address_at(str(options["href"]), _past_day(context))
    hidden = bool(options.get("writes")) and bool(context.get("as_of_past"))
    return {"text": text, "kind": kind, "hidden": hidden, **options}


@register.simple_block_tag(takes_context=True)
def menu(context: Context, content: str, text: Text = "", icon: str = "", **options: Any) -> str:
    """`{% menu "Thêm" icon="more" %}<li>…</li>{% endmenu %}`: a list of acts behind a button."""
    return _component("menu", content, text=text, icon=icon, **options)


@register.simple_block_tag(takes_context=True)
def dialog(context: Context, content: str, id: str, title: Text, **options: Any) -> str:
    """`{% dialog "tu-choi" "Từ chối hồ sơ" %}…{% enddialog %}`, opened by `data-dialog="tu-choi"`.

    Without a script it stands in the page, opened by a link to `#id`.
    """
    return _component("dialog", content, id=id, title=title, **options)


@register.inclusion_tag("ui/components/undo.html")
def undo(url: str, text: Text = "", seconds: int = 10) -> dict[str, Any]:
    """A reversible act may be taken back for ten seconds: `{% undo address %}` inside an alert."""
    return {"url": url, "text": text or _("Hoàn tác"), "seconds": seconds}


# --- navigation ----------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/breadcrumb.html", takes_context=True)
def crumbs(context: Context, *parts: Any, label: Text = "") -> dict[str, Any]:
    """`{% crumbs "Trang chủ" home "Đăng ký khai sinh" %}`: or a list of Crumb."""
    places: list[Crumb] = []
    if len(parts) == 1 and not isinstance(parts[0], str):
        places = [part if isinstance(part, Crumb) else Crumb(*part) for part in parts[0]]
    else:
        pairs = [*parts, ""] if len(parts) % 2 else [*parts]
        places = [Crumb(pairs[i], pairs[i + 1]) for i in range(0, len(pairs), 2)]
    day = _past_day(context)
    shown = [Crumb(place.title, address_at(place.address, day)) for place in places]
    return {"places": shown, "label": label}


@register.inclusion_tag("ui/components/tabs.html")
def tabs(entries: Sequence[Any], label: Text) -> dict[str, Any]:
    """`{% tabs entries "Nhóm việc" %}` with a list of Tab; each is a link with an address."""
    return {"entries": entries, "label": label}


@register.inclusion_tag("ui/components/steps.html")
def steps(current: int, *titles: Any) -> dict[str, Any]:
    """`{% steps 3 "Người yêu cầu" "Cha và mẹ" "Trẻ và giấy tờ" %}`, or a list of Step."""
    found = titles[0] if len(titles) == 1 and not isinstance(titles[0], str) else titles
    lines = [part if isinstance(part, Step) else Step(part) for part in found]
    return {"lines": lines, "current": current}


@register.simple_tag(takes_context=True)
def at_date(context: Context, address: str) -> str:
    """The address, keeping the date the reader looks at: `{% url … as u %}{% at_date u %}`."""
    return address_at(address, _past_day(context))


# --- input ---------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/error_summary.html")
def error_summary(form: Any, title: Text = "") -> dict[str, Any]:
    """First in the form: "Có 2 chỗ cần sửa", linked; draws nothing when there is none."""
    lines = error_lines(form) if form else []
    count = len(lines)
    said = title or ngettext("Có %(count)s chỗ cần sửa", "Có %(count)s chỗ cần sửa", count) % {
        "count": count
    }
    return {"lines": lines, "title": said}


@register.simple_tag
def error_prefix(form: Any) -> str:
    """What the page's title starts with while a form has errors: "Có 2 lỗi: "."""
    count = error_count(form) if form and hasattr(form, "is_bound") else 0
    return _("Có %(count)s lỗi: ") % {"count": count} if count else ""


@register.simple_block_tag
def prefilled(content: str, source: Text, report_url: str = "", report_text: Text = "") -> str:
    """`{% prefilled "Lấy từ …" %}<dt>…</dt><dd>…</dd>{% endprefilled %}`: known data as text."""
    return _component(
        "prefilled", content, source=source, report_url=report_url, report_text=report_text
    )


@register.inclusion_tag("ui/components/paper.html")
def paper(shown: Any) -> dict[str, Any]:
    """An attachment row from a Paper."""
    return {"paper": shown, "icon_name": _PAPER_ICONS.get(shown.state, "file")}


@register.inclusion_tag("ui/components/search_box.html")
def search_box(
    action: str, label: Text, name: str = "q", value: str = "", **options: Any
) -> dict[str, Any]:
    """`{% search_box url "Tìm thủ tục" placeholder="Ví dụ: khai sinh" button="Tìm thủ tục" %}`."""
    return {"action": action, "label": label, "name": name, "value": value, **options}


@register.inclusion_tag("ui/components/saved.html")
def saved(at: datetime | None = None, url: str = "") -> dict[str, Any]:
    """When the draft was saved; with `url` the script saves the form around it while one types."""
    return {"at": at, "url": url}


# --- showing -------------------------------------------------------------------------------------


@register.inclusion_tag("ui/components/due.html")
def due(state: Any, words: Text = "", at: datetime | None = None) -> dict[str, Any]:
    """`{% due case.due %}` with a Due, or `{% due "late" "Quá 1 ngày 2 giờ" at=moment %}`."""
    chip = state if isinstance(state, Due) else Due(state, words, at)
    return {"chip": chip, "icon_name": _DUE_ICONS[chip.state]}


@register.inclusion_tag("ui/components/tag.html")
def tag(text: Text, tone: str = "", icon: str = "", size: str = "") -> dict[str, Any]:
    """`{% tag "Đang xử lý" "river" %}`; tone: "", river, ok, warn, danger, info."""
    return {"text": text, "tone": tone, "icon_name": icon, "size": size}


@register.inclusion_tag("ui/components/count.html")
def count(number: Any, tone: str = "") -> dict[str, Any]:
    """A count as a pill; tone: "", soon, late."""
    return {"number": number, "tone": tone}


@register.simple_block_tag
def alert(
    content: str, kind: str = "info", title: Text = "", icon: str = "", **options: Any
) -> str:
    """`{% alert "warn" "Đang mất kết nối" %}…{% endalert %}`; kind: info, ok, warn, danger."""
    return _component(
        "alert", content, kind=kind, title=title, icon_name=icon or _ALERT_ICONS[kind], **options
    )


@register.simple_block_tag
def card(content: str, title: Text = "", level: int = 2, css: str = "") -> str:
    """`{% card "Bạn có thể" %}…{% endcard %}`."""
    return _component("card", content, title=title, level=level, css=css)


@register.simple_block_tag
def why(content: str, title: Text = "", *, open: bool = False) -> str:
    """`{% why %}…{% endwhy %}`: "Vì sao hẹn ngày này?" unless a title is given."""
    return _component("why", content, title=title or _("Vì sao hẹn ngày này?"), open=open)


@register.inclusion_tag("ui/components/days.html")
def days(cells: Sequence[DayCell], label: Text = "") -> dict[str, Any]:
    """The days of a why panel, Monday to Sunday; from a list of DayCell in order."""
    gaps = range(cells[0].day.weekday()) if cells else range(0)
    return {
        "cells": cells,
        "gaps": gaps,
        "weekdays": _("T2 T3 T4 T5 T6 T7 CN").split(),
        "label": label or _("Cách tính từng ngày"),
    }


@register.inclusion_tag("ui/components/definition_list.html")
def definition_list(facts: Sequence[Fact], css: str = "") -> dict[str, Any]:
    """A list of Fact as names and values."""
    return {"facts": facts, "css": css}


@register.inclusion_tag("ui/components/facts_strip.html")
def facts_strip(facts: Sequence[Fact]) -> dict[str, Any]:
    """Up to four Facts side by side: thời hạn, lệ phí, nơi giải quyết."""
    return {"facts": facts}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(entries: Sequence[Any]) -> dict[str, Any]:
    """The citizen's timeline from a list of TimelineEntry, first to last."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/history.html")
def history(entries: Sequence[Any]) -> dict[str, Any]:
    """The officer's history from a list of HistoryEntry, newest first."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/process_strip.html")
def process_strip(entries: Sequence[Any]) -> dict[str, Any]:
    """The steps of a process from a list of ProcessStep."""
    return {"entries": entries}


@register.inclusion_tag("ui/components/clock.html")
def clock_meter(clock: Any) -> dict[str, Any]:
    """A clock from a ClockMeter; three at most on a page."""
    return {"clock": clock}


@register.inclusion_tag("ui/components/meter.html")
def meter(
    percent: float, label: Text, kind: str = "", *, is_progress: bool = False
) -> dict[str, Any]:
    """A bar of 6 px, 0 to 100; kind: "", warn, late, held. `is_progress` for work under way."""
    bounded = min(100.0, max(0.0, float(percent)))
    return {"percent": f"{bounded:.1f}", "label": label, "kind": kind, "is_progress": is_progress}


@register.inclusion_tag("ui/components/long_job.html")
def long_job(
    title: Text, done: int, total: int, words: Text = "", **options: Any
) -> dict[str, Any]:
    """A job that runs long: done/total, `words` on the rest; stop_url, poll_url, link."""
    percent = 100 * done / total if total else 0
    return {
        "title": title,
        "done": done,
        "total": total,
        "percent": percent,
        "words": words,
        **options,
    }


@register.inclusion_tag("ui/components/figure.html")
def figure(shown: Any) -> dict[str, Any]:
    """A figure (KPI) from a Figure; put several in `<div class="kpis">`."""
    return {"figure": shown, "line": charts.line(shown.series)}


@register.inclusion_tag("ui/components/tile.html")
def tile(shown: Any) -> dict[str, Any]:
    """A tile of the wall from a Tile."""
    is_bars = shown.chart == "bars"
    return {
        "tile": shown,
        "line": "" if is_bars else charts.line(shown.series),
        "bars": [tuple(map(str, bar)) for bar in charts.bars(shown.series)] if is_bars else (),
    }


@register.inclusion_tag("ui/components/bar.html")
def bar(*parts: Any, label: Text) -> dict[str, Any]:
    """`{% bar 61.4 26.8 11.8 label="…" %}`: shares in per cent, in the colours a, b, d."""
    kinds = "abd" if len(parts) == 3 else "abcd"
    return {
        "parts": [(kind, f"{float(part):.1f}") for kind, part in zip(kinds, parts, strict=False)],
        "label": label,
    }


@register.inclusion_tag("ui/components/paper_preview.html")
def paper_preview(
    pages: Sequence[str], title: Text, next_url: str = "", open_url: str = ""
) -> dict[str, Any]:
    """Pages of a paper as images (addresses), on white; zoom and rotate with a script."""
    return {"pages": pages, "title": title, "next_url": next_url, "open_url": open_url}


@register.simple_block_tag
def empty(content: str, title: Text, picture: str = "done") -> str:
    """`{% empty "Không có hồ sơ nào quá hạn" %}<p>…</p><p class="row">…</p>{% endempty %}`.

    picture: done (all done), nothing (nothing found), first (first use).
    """
    return _component("empty", content, title=title, picture=picture)


# --- shared --------------------------------------------------------------------------------------


def _component(name: str, content: str, **shown: Any) -> str:
    body = mark_safe(content)  # noqa: S308 - rendered by the template engine, already escaped
    return render_to_string(f"ui/components/{name}.html", {"content": body, **shown})


def _past_day(context: Context) -> date | None:
    past = context.get("as_of_past") if isinstance(context, RequestContext | Context) else False
    return context.get("as_of") if past else None


@register.simple_tag
def money(amount: int) -> str:
    """`{% money 75000 %}` → 75.000 đ."""
    return numerals.money(amount)
