"""Why a procedure answers a search, and how well: pure, from folded words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log1p


@dataclass(frozen=True, slots=True)
class Question:
    """What was typed, folded: words, joined without spaces, and the everyday words recognised.

    `meant` maps procedure codes to the everyday phrase that points to them.
    """

    typed: str
    words: tuple[str, ...]
    joined: str
    official: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(everyday phrase, official folded words) for phrases found in what was typed."""
    meant: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of one procedure, folded. Sets hold words, texts keep their order."""

    code: str
    short: str
    name: str
    joined: str
    initials: frozenset[str]
    name_words: frozenset[str]
    """Words of name, short name and everyday words."""
    all_words: frozenset[str]
    """These and the words of field, results, life events, agency."""
    field_words: frozenset[str]
    agency_words: frozenset[str]
    weight: int


@dataclass(frozen=True, slots=True)
class Match:
    """Score (higher is better) and reason code with its detail."""

    score: float
    reason: str
    detail: str = ""


def match(question: Question, candidate: Candidate) -> Match | None:
    """How the candidate answers the question; None when it does not."""
    found = _best(question, candidate)
    if found is None:
        return None
    # Common procedures first among equals; long names are usually special cases.
    bonus = 6 * log1p(candidate.weight) - min(len(candidate.name), 200) / 40
    return Match(found.score + bonus, found.reason, found.detail)


def _best(question: Question, candidate: Candidate) -> Match | None:
    if question.typed == candidate.code:
        return Match(1_000, "code")
    if question.typed[:1].isdigit() and candidate.code.startswith(question.typed):
        return Match(600, "code")
    if question.meant and candidate.code in question.meant:
        return Match(320, "everyday", question.meant[candidate.code])
    for rule in (_by_name, _by_initials, _by_joined, _by_everyday, _by_words, _by_part):
        if (found := rule(question, candidate)) is not None:
            return found
    return None


def _by_name(question: Question, candidate: Candidate) -> Match | None:
    """The words as typed stand together in the name."""
    phrase = " ".join(question.words)
    if not phrase or not _phrase_in(phrase, f"{candidate.short} | {candidate.name}"):
        return None
    if phrase in (candidate.short, candidate.name):
        return Match(300, "name")
    return Match(240 if _phrase_in(phrase, candidate.short) else 200, "name")


def _by_initials(question: Question, candidate: Candidate) -> Match | None:
    if len(question.words) == 1 and question.joined in candidate.initials:
        return Match(220, "initials", question.joined.upper())
    return None


def _by_joined(question: Question, candidate: Candidate) -> Match | None:
    if (
        len(question.words) == 1
        and len(question.joined) >= 4
        and question.joined in candidate.joined
    ):
        return Match(180, "joined")
    return None


def _by_everyday(question: Question, candidate: Candidate) -> Match | None:
    for phrase, words in question.official:
        rest = [word for word in question.words if word not in phrase.split()]
        if candidate.name_words.issuperset(words) and candidate.name_words.issuperset(rest):
            return Match(170, "everyday", phrase)
    return None


def _by_words(question: Question, candidate: Candidate) -> Match | None:
    """All the words, wherever they stand."""
    if has_all(question.words, candidate.name_words):
        return Match(140, "name")
    if not has_all(question.words, candidate.all_words):
        return None
    if has_all(question.words, candidate.field_words):
        return Match(110, "field")
    if has_all(question.words, candidate.agency_words):
        return Match(80, "agency")
    return Match(100, "several")


def _by_part(question: Question, candidate: Candidate) -> Match | None:
    """Some of three or more words: better than nothing, last in the list."""
    if len(question.words) < 3:
        return None
    hits = sum(word in candidate.name_words for word in question.words)
    if hits < max(2, (len(question.words) + 1) // 2):
        return None
    return Match(60.0 * hits / len(question.words), "part", f"{hits}/{len(question.words)}")


def has_all(words: Sequence[str], known: frozenset[str]) -> bool:
    """Whether every word occurs; the last one may be half typed, from its third letter on."""
    if not words:
        return False
    if not known.issuperset(words[:-1]):
        return False
    last = words[-1]
    return last in known or (len(last) >= 3 and any(word.startswith(last) for word in known))


def _phrase_in(phrase: str, text: str) -> bool:
    """Whether the phrase stands there at the beginning of a word, its last word half typed."""
    place = f" {text}".find(f" {phrase}")
    if place < 0:
        return False
    after = f" {text} "[place + len(phrase) + 1]
    return after == " " or len(phrase) - phrase.rfind(" ") > 3
