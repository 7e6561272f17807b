"""All pages of the reference by file name. Import it when Django is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.utils import translation

from tinhso.config import urls  # noqa: F401 - the views and the API register what they bring
from tools.reference.background import jobs_page
from tools.reference.facts import events_page
from tools.reference.messages import messages_page
from tools.reference.module_map import modules_page
from tools.reference.refusals import errors_page
from tools.reference.rights import permissions_page
from tools.reference.settings import settings_page
from tools.reference.table import page, table
from tools.reference.use_cases import commands_page

PAGES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "settings.md": ("environment variables", settings_page),
    "permissions.md": ("permissions and the commands that ask for them", permissions_page),
    "commands.md": ("every change that can be made", commands_page),
    "events.md": ("facts, who announces and who reacts", events_page),
    "jobs.md": ("background jobs and the schedule", jobs_page),
    "messages.md": ("what citizens and officers are told", messages_page),
    "errors.md": ("error codes with their sentences", errors_page),
    "modules.md": ("modules, their doors and their tables", modules_page),
}


def pages() -> dict[str, str]:
    """Text of each page, in Vietnamese where it quotes the product."""
    with translation.override("vi"):
        made = {name: make() for name, (_about, make) in PAGES.items()}
    rows = [(f"[{name}]({name})", about) for name, (about, _make) in PAGES.items()]
    about = "Each page is made from the code; a test fails when one of them differs."
    return {"README.md": page("Reference", about, table(("Page", "Says"), rows)), **made}


def stale(folder: Path) -> list[str]:
    """Names of pages that are missing or differ from the code."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]
