"""One person at a browser; every page they see is held to the promises about all pages."""

from __future__ import annotations

import re

import pypdfium2
from playwright.sync_api import Locator, Page

from tests.plugins.browser.owed import PHONE, WIDE, Looks

MOST_BYTES = 150_000


class Visitor:
    """A page and what its person does; each page that opens is looked at."""

    def __init__(self, page: Page, looks: Looks) -> None:
        self.page, self._looks = page, looks
        page.on("dialog", lambda dialog: dialog.accept())

    # -- going about ------------------------------------------------------------------------------

    def open(self, address: str, *, status: int = 200) -> None:
        """Go to an address and look at the page."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"
        self.look()

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """Press the button or follow the link of that name, and say yes; look at what opens."""
        place = within or self.page
        words = re.escape(name).replace("/", r"\/")  # Playwright hands it on as /…/
        exact = re.compile(rf"^\s*{words}(?!\S)")
        button = place.get_by_role("button", name=exact)
        target = button if button.count() else place.get_by_role("link", name=exact)
        with self.page.expect_navigation() as going:
            asks = target.first.get_attribute("data-confirm")
            target.first.click()
            if asks:
                self.sees(asks)
                self.page.locator("dialog[open]").get_by_role("button", name=exact).click()
        answer = going.value
        assert answer is None or answer.status == 200, f"{self.page.url}: {answer.status}"
        self.look()

    def fill(self, label: str, value: str) -> None:
        """Type into the field of that label."""
        self.page.get_by_label(label).first.fill(value)

    def choose(self, label: str, value: str) -> None:
        """Choose from the list of that label."""
        self.page.get_by_label(label).first.select_option(label=value)

    def tick(self, question: str, answer: str) -> None:
        """Tick the answer to a question of radio buttons; wait for the questions it calls for."""
        group = self.page.get_by_role("group", name=re.compile(rf"^\s*{re.escape(question)}"))
        group.get_by_label(answer, exact=True).check()
        self.page.wait_for_function(
            "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')"
        )

    def sees(self, *words: str) -> None:
        """The page says all of this."""
        text = self.text()
        for one in words:
            assert one in text, f"“{one}” is not on {self.page.url}:\n{text[:3000]}"

    def sees_nothing_of(self, *words: str) -> None:
        """The page says nothing of this."""
        text = self.text()
        for one in words:
            assert one not in text, f"“{one}” stands on {self.page.url}"

    def text(self) -> str:
        """What the page says, in one line of single spaces."""
        return " ".join(self.page.locator("body").inner_text().split())

    def pdf(self, address: str) -> str:
        """The text of a PDF that this person may fetch, in one line of single spaces."""
        answer = self.page.request.get(address)
        assert answer.status == 200, f"{address}: {answer.status}"
        assert answer.headers["content-type"].startswith("application/pdf")
        document = pypdfium2.PdfDocument(answer.body())
        pages = [page.get_textpage().get_text_bounded() for page in document]
        document.close()
        return " ".join(" ".join(pages).split())

    def address_of(self, words: str) -> str:
        """The address of the link whose name holds these words."""
        link = self.page.get_by_role("link", name=re.compile(re.escape(words))).first
        address = link.get_attribute("href")
        assert address
        return address

    # -- what every page owes ---------------------------------------------------------------------

    def look(self) -> None:
        """No accessibility violation, no sideways scrolling, not too heavy."""
        self.page.wait_for_load_state("load")
        wrong = self._looks.wrong_with(self.page, PHONE, WIDE)
        assert wrong == [], f"{self.page.url}: {wrong}"
        weight = self.page.evaluate("performance.getEntriesByType('navigation')[0].decodedBodySize")
        assert 0 < weight <= MOST_BYTES, f"{self.page.url}: {weight} bytes of HTML"
