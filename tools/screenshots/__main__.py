"""`python -m tools.screenshots [folder]`: start a province and take pictures of every screen.

With TINHSO_JOURNEYS_HOME the province that runs for that data folder is pictured instead, with
whatever dossiers it holds (`make demo` adds some).
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Error, Page

from tests.journeys.province import People, running_province
from tests.plugins.browser.chromium import running_browser
from tests.plugins.browser.owed import PHONE, WIDE
from tools.screenshots.screens import FIRST_OF, SCREENS

ROOT = Path(__file__).parents[2]
SIZES = {"1366": WIDE, "390": PHONE}
FIRST_LINE = "main tr[data-row] a, main .proc-list a"


def main() -> int:
    """Picture everything; the exit code tells whether a screen did not open."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with running_province() as province, running_browser() as browser:
        people = People(browser, province.address, province.people())
        missing = [
            problem
            for person, screens in SCREENS.items()
            for problem in _pictures_of(people, person, screens, folder)
        ]
    for problem in missing:
        print(problem, file=sys.stderr)
    return 1 if missing else 0


def _pictures_of(people: People, person: str, screens: dict[str, str], folder: Path) -> list[str]:
    problems = []
    for width, size in SIZES.items():
        context = people.context(person, size=size)
        page = context.new_page()
        for name, address in screens.items():
            problems += _picture(page, address, folder / f"{name}-{width}.png")
        for name, address in FIRST_OF.get(person, {}).items():
            page.goto(address)
            line = page.locator(FIRST_LINE).first
            if line.count():
                problems += _picture(
                    page, line.get_attribute("href") or "", folder / f"{name}-{width}.png"
                )
        context.close()
    return problems


def _picture(page: Page, address: str, path: Path) -> list[str]:
    try:
        answer = page.goto(address)
        page.screenshot(path=path, full_page=True)
    except Error as error:
        return [f"{address}: {error.message.splitlines()[0]}"]
    if answer is None or (answer.status != 200 and path.name.split("-")[0] != "not"):
        return [f"{address}: {answer.status if answer else 'no answer'}"]
    print(path.name)
    return []


if __name__ == "__main__":
    sys.exit(main())
