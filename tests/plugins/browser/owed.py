"""What every page owes on a phone and on a desk: axe finds nothing, nothing is too wide."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, ViewportSize

ROOT = Path(__file__).parents[3]
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 640}
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})
  .then(found => found.violations)"""
# The page without its words: what axe judges by, apart from whether there are words. Numbers stay,
# also those in names of elements, so that a name given twice is a shape not seen before.
SHAPE = """() => {
  const copy = document.documentElement.cloneNode(true);
  const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) walk.currentNode.data = walk.currentNode.data.trim() ? "x" : "";
  return copy.outerHTML.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "0")
    .replace(/ (nonce|value|content|action|href|src)="[^"#][^"]*"/g, ' $1="x"');
}"""


class Looks:
    """Looks at pages; a page of a shape that was found in order already is not judged again.

    axe is most of what a browser test costs, and a journey sees the same pages in every story.
    """

    def __init__(self) -> None:
        self._in_order: set[str] = set()

    def wrong_with(self, page: Page, *sizes: ViewportSize) -> list[str]:
        """What is wrong with the page that is open, at each size; the last size stays."""
        wrong: list[str] = []
        for size in sizes:
            page.set_viewport_size(size)
            wrong += [f"{size['width']} px: {one}" for one in self.inaccessible(page)]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size["width"]:
                wrong.append(f"{size['width']} px: {wide} px wide")
        return wrong

    def wrong_at(
        self, page: Page, address: str, *sizes: ViewportSize, status: int = 200
    ) -> list[str]:
        """The same after opening the address, once for all sizes."""
        answer = page.goto(address)
        if answer is None or answer.status != status:
            return [f"{address}: {answer.status if answer else 'no answer'}"]
        return [f"{address} {one}" for one in self.wrong_with(page, *sizes)]

    def inaccessible(self, page: Page) -> list[str]:
        """What axe finds at the size the page has."""
        width = (page.viewport_size or WIDE)["width"]
        shape = f"{width} {page.evaluate(SHAPE)}"
        mark = hashlib.sha256(shape.encode()).hexdigest()
        if mark in self._in_order:
            return []
        if not page.evaluate("'axe' in window"):
            page.add_script_tag(path=str(AXE))
        found: list[dict[str, Any]] = page.evaluate(RUN, RULES)
        if not found:
            self._in_order.add(mark)
        return [f"{one['id']} {[node['html'][:300] for node in one['nodes']]}" for one in found]


def become(page: Page, site: str, visitor: Client) -> None:
    """Be whom the client of a page test is signed in as."""
    name = settings.SESSION_COOKIE_NAME
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": visitor.cookies[name].value, "url": site}])
