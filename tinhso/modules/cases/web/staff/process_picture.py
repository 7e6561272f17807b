"""The picture of a process as SVG, and the same in words for who does not see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.numerals import working_duration
from tinhso.modules.cases.rules.process import END, Action, ActionKind, Box, Process, picture
from tinhso.modules.identity import public as identity

WIDTH, HEIGHT, GAP_X, GAP_Y, PAD, ARC = 160, 74, 40, 44, 16, 24


@dataclass(frozen=True, slots=True)
class _Drawn:
    box: Box
    x: int
    y: int


def roles() -> list[tuple[str, str]]:
    """Roles that may hold a step, by title."""
    found = [(code, str(role.title)) for code, role in identity.roles().items()]
    return sorted(found, key=lambda one: one[1])


def role_title(code: str) -> str:
    """Title of a role, or its code."""
    known = identity.roles().get(code)
    return str(known.title) if known else code or _("chưa có vai trò")


def norm_words(minutes: int | None) -> str:
    """A norm in working days and hours; "" without one."""
    return working_duration(timedelta(minutes=minutes)) if minutes else ""


def draw(process: Process) -> SafeString:
    """Boxes in columns from the start, arrows forward, arcs back below; the end as a circle."""
    drawn = {
        box.step.code: _Drawn(
            box, PAD + box.column * (WIDTH + GAP_X), PAD + box.row * (HEIGHT + GAP_Y)
        )
        for box in picture(process)
    }
    right = max(one.x for one in drawn.values()) + WIDTH + GAP_X
    bottom = max(one.y for one in drawn.values()) + HEIGHT
    backs = [
        (one, action)
        for one in drawn.values()
        for action in one.box.step.actions
        if action.kind is ActionKind.BACK and action.to in drawn
    ]
    height = bottom + PAD + (ARC * min(len(backs), 3) if backs else 0)
    arrows = [
        _arrow(drawn, one, action, right)
        for one in drawn.values()
        for action in one.box.step.actions
        if action.kind is not ActionKind.BACK
    ]
    arcs = [_arc(drawn, one, action, bottom, place) for place, (one, action) in enumerate(backs)]
    end_y = PAD + HEIGHT // 2
    return format_html(
        '<svg class="process-picture" viewBox="0 0 {} {}" width="{}" role="img" aria-label="{}">'
        '<defs><marker id="mui-ten" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" '
        'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>'
        '{}{}{}<circle class="end" cx="{}" cy="{}" r="11"/></svg>',
        right + 36,
        height,
        right + 36,
        _sentence(process),
        format_html_join("", "{}", ((one,) for one in arrows)),
        format_html_join("", "{}", ((one,) for one in arcs)),
        format_html_join("", "{}", ((_box(one),) for one in drawn.values())),
        right + 14,
        end_y,
    )  # fmt: skip


def _sentence(process: Process) -> str:
    titles = " → ".join(step.title for step in process.steps)
    return _("Quy trình %(title)s: %(steps)s") % {"title": process.title, "steps": titles}


def _box(one: _Drawn) -> SafeString:
    step = one.box.step
    lines = _wrapped(step.title)
    texts = format_html_join(
        "",
        '<text class="name" x="{}" y="{}">{}</text>',
        ((one.x + 12, one.y + 22 + 16 * place, line) for place, line in enumerate(lines)),
    )
    below = one.y + 24 + 16 * len(lines)
    norm = norm_words(step.norm_minutes)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="6"/>{}<text x="{}" y="{}">{}</text>{}',
        one.x,
        one.y,
        WIDTH,
        HEIGHT,
        texts,
        one.x + 12,
        below,
        role_title(step.role),
        format_html(
            '<text class="norm" x="{}" y="{}">{}</text>', one.x + WIDTH - 10, one.y - 3, norm
        )
        if norm
        else "",
    )


def _wrapped(text: str, most: int = 20) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > most and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [line if len(line) <= most + 4 else f"{line[: most + 3]}…" for line in lines]


def _arrow(drawn: dict[str, _Drawn], one: _Drawn, action: Action, right: int) -> SafeString:
    x, y = one.x + WIDTH, one.y + HEIGHT // 2
    if action.to == END:
        to_x, to_y = right + 2, PAD + HEIGHT // 2
    elif action.to in drawn:
        to_x, to_y = drawn[action.to].x - 2, drawn[action.to].y + HEIGHT // 2
    else:
        return format_html("")
    kind = "approve" if action.kind is ActionKind.APPROVE else "go"
    middle = (x + to_x) // 2
    return format_html(
        '<path class="{}" d="M{} {}C{} {} {} {} {} {}" marker-end="url(#mui-ten)"/>',
        kind, x, y, middle, y, middle, to_y, to_x, to_y,
    )  # fmt: skip


def _arc(
    drawn: dict[str, _Drawn], one: _Drawn, action: Action, bottom: int, place: int
) -> SafeString:
    target = drawn[action.to]
    x, to_x = one.x + WIDTH // 2 - 14, target.x + WIDTH // 2 + 14
    y, to_y = one.y + HEIGHT, target.y + HEIGHT + 2
    low = bottom + 22 + ARC * (place % 3) // 2
    return format_html(
        '<path class="back" d="M{} {}C{} {} {} {} {} {}" marker-end="url(#mui-ten)"/>',
        x, y, x, low, to_x, low, to_x, to_y,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class DescribedAction:
    title: str
    kind: str
    to: str
    when: str


@dataclass(frozen=True, slots=True)
class DescribedStep:
    """A step in words: the table beside the picture."""

    code: str
    title: str
    role: str
    unit: str
    norm: str
    drafts_result: bool
    allows: tuple[str, ...]
    actions: tuple[DescribedAction, ...]


KIND_TITLES = {
    ActionKind.FORWARD: gettext_lazy("chuyển tiếp"),
    ActionKind.BACK: gettext_lazy("trả lại"),
    ActionKind.APPROVE: gettext_lazy("phê duyệt"),
    ActionKind.FINISH: gettext_lazy("kết thúc"),
}
UNIT_TITLES = {
    "division": gettext_lazy("phòng chuyên môn"),
    "service_centre": gettext_lazy("trung tâm phục vụ hành chính công"),
    "office": gettext_lazy("văn phòng"),
    "leadership": gettext_lazy("lãnh đạo"),
}
SIDE_TITLES = {
    "supplement": gettext_lazy("yêu cầu bổ sung"),
    "opinion": gettext_lazy("xin ý kiến"),
    "fee": gettext_lazy("yêu cầu nộp phí"),
    "extend": gettext_lazy("hẹn lại"),
    "stop": gettext_lazy("dừng giải quyết"),
    "handover": gettext_lazy("bàn giao"),
    "suspend": gettext_lazy("tạm dừng"),
}


def described(process: Process) -> list[DescribedStep]:
    """The steps in their order."""
    titles = {step.code: step.title for step in process.steps} | {END: _("kết thúc")}
    return [
        DescribedStep(
            code=step.code,
            title=step.title,
            role=role_title(step.role),
            unit=str(UNIT_TITLES.get(step.unit, step.unit)),
            norm=norm_words(step.norm_minutes),
            drafts_result=step.drafts_result,
            allows=tuple(str(SIDE_TITLES.get(name, name)) for name in sorted(step.allows)),
            actions=tuple(
                DescribedAction(
                    action.title,
                    str(KIND_TITLES[action.kind]),
                    titles.get(action.to, action.to),
                    f"{action.when.answer} = {', '.join(map(str, action.when.one_of))}"
                    if action.when
                    else "",
                )
                for action in step.actions
            ),
        )
        for step in process.steps
    ]
