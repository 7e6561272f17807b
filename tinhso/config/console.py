"""What the console says: Vietnamese by default, English with TINHSO_LANG=en or an English LANG.

Console texts are pairs in the code, not gettext messages: they must come out before anything is
compiled or installed, and on the very machine whose installation is broken.
"""

from __future__ import annotations

import os


def language() -> str:
    """`en` when the environment asks for English, else `vi`."""
    chosen = os.environ.get("TINHSO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LANG", "")
    return "en" if chosen.lower().startswith("en") else "vi"


def say(vietnamese: str, english: str) -> str:
    """The sentence in the language of the person at the console."""
    return english if language() == "en" else vietnamese


class Problem(Exception):  # noqa: N818 - named by what it is to the person
    """A refusal a person at the console can act on: one sentence and a code for machines.

    `exit_code` is what the console command ends with (see `tinhso --help`).
    """

    def __init__(self, code: str, vietnamese: str, english: str, *, exit_code: int = 1) -> None:
        super().__init__(vietnamese)
        self.code = code
        self.exit_code = exit_code
        self._vietnamese, self._english = vietnamese, english

    def sentence(self, wanted: str) -> str:
        """The sentence in `vi` or `en`, without the code."""
        return self._english if wanted == "en" else self._vietnamese

    def __str__(self) -> str:
        return f"{self.sentence(language())} [{self.code}]"
