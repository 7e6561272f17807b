"""Search of procedures: words with or without marks, joined, initials, everyday words, filters.

All procedures in force are kept folded in memory (about 4 MB): a search is a walk over them, which
costs a few milliseconds and can say for each hit why it is one. The copy is known by the state of
the catalogue it was made from and renewed when that changes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Lock

from django.db import connection
from django.utils.translation import gettext as _

from tinhso.kernel.text import fold, fold_tokens
from tinhso.modules.procedures.models import ProcedureVersion
from tinhso.modules.procedures.queries import cards, data_files
from tinhso.modules.procedures.queries.cards import ProcedureCard
from tinhso.modules.procedures.queries.catalogue import in_force
from tinhso.modules.procedures.rules import names
from tinhso.modules.procedures.rules.matching import Candidate, Match, Question, has_all, match


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; "" does not. `agency` is words of the implementing agency."""

    field_code: str = ""
    life_event: str = ""
    level: str = ""
    online_level: str = ""
    agency: str = ""
    only_local: bool = False
    only_online: bool = False
    """Only those the province takes in online."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results with the number of all, and how many per value of each filter."""

    total: int
    cards: tuple[ProcedureCard, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    card: ProcedureCard
    candidate: Candidate
    life_events: tuple[str, ...]
    is_local: bool
    sort_key: str


@dataclass(frozen=True, slots=True)
class _Index:
    """The catalogue of one day: rows, and for each word the places of the rows that have it."""

    rows: tuple[_Row, ...]
    by_word: Mapping[str, frozenset[int]]
    by_code: Mapping[str, int]
    vocabulary: tuple[str, ...]

    def places(self, word: str, *, as_prefix: bool) -> set[int]:
        """Rows with the word, or with a word that begins so."""
        found = set(self.by_word.get(word, ()))
        if as_prefix and len(word) >= 3:
            at = bisect_left(self.vocabulary, word)
            while at < len(self.vocabulary) and self.vocabulary[at].startswith(word):
                found |= self.by_word[self.vocabulary[at]]
                at += 1
        return found

    def with_all(self, words: Sequence[str]) -> set[int]:
        """Rows with every word; the last may be half typed."""
        found: set[int] | None = None
        for place, word in enumerate(words):
            here = self.places(word, as_prefix=place == len(words) - 1)
            found = here if found is None else found & here
            if not found:
                return set()
        return found or set()


_PROVINCE_CODE = "H56"
_KEPT_DAYS = 4
_lock = Lock()
_kept: dict[tuple[str, date], _Index] = {}


def _index(on: date) -> _Index:
    """The catalogue of the day, folded. One cheap query, one more when it has changed."""
    key = (_state(), on)
    index = _kept.get(key)
    if index is None:
        index = _read(on)
        with _lock:
            for old in [kept for kept in _kept if kept[0] != key[0]]:
                _kept.pop(old, None)
            while len(_kept) >= _KEPT_DAYS:
                _kept.pop(next(iter(_kept)))
            _kept[key] = index
    return index


def _state() -> str:
    """A stamp of what is in force: database, periods, services moved."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(),"
            " (SELECT max(id) FROM procedures_versionperiod),"
            " (SELECT count(*) FROM procedures_versionperiod WHERE upper_inf(recorded)),"
            " (SELECT max(moved_at) FROM procedures_procedure)"
        )
        return repr(cursor.fetchone())


def _read(on: date) -> _Index:
    wanted = in_force(on).defer("content", "search_vector")
    rows = tuple(_row(version) for version in wanted)
    by_word: dict[str, set[int]] = {}
    for place, row in enumerate(rows):
        for word in row.candidate.all_words:
            by_word.setdefault(word, set()).add(place)
    return _Index(
        rows=rows,
        by_word={word: frozenset(places) for word, places in by_word.items()},
        by_code={row.card.code: place for place, row in enumerate(rows)},
        vocabulary=tuple(sorted(by_word)),
    )


def _row(version: ProcedureVersion) -> _Row:
    name_words = frozenset(version.search_name.split())
    return _Row(
        card=cards.procedure_card(version),
        candidate=Candidate(
            code=version.procedure.code,
            short=fold(version.short_name),
            name=fold(names.public_name(version.name)),
            joined=version.search_joined,
            initials=frozenset(version.search_initials.split()),
            name_words=name_words,
            all_words=name_words | frozenset(version.search_more.split()),
            field_words=frozenset(fold_tokens(version.field_name)),
            agency_words=frozenset(fold_tokens(version.implementing_agency)),
            weight=version.procedure.weight,
        ),
        life_events=tuple(version.life_events),
        is_local=version.promulgating_code == _PROVINCE_CODE,
        sort_key=version.sort_key,
    )


def question(text: str) -> Question:
    """What was typed, with the everyday words recognised in it."""
    typed = " ".join(text.split()).lower()
    words = tuple(fold_tokens(text)[:12])
    folded = " ".join(words)
    meant: dict[str, str] = {}
    official: list[tuple[str, tuple[str, ...]]] = []
    for phrase, (shown, means, codes) in data_files.synonyms().items():
        if folded == phrase:
            meant.update(dict.fromkeys(codes, shown))
        if f" {phrase} " in f" {folded} ":
            official.append((phrase, tuple(fold_tokens(means))))
    return Question(typed, words, "".join(words), tuple(official), meant)


def search(
    text: str, *, on: date, filters: Filters | None = None, limit: int = 20, offset: int = 0
) -> Found:
    """Procedures in force that answer what was typed, the best first; all of them without text.

    Each card says why (`reason`). One query, two more after the catalogue changed.
    """
    filters = filters or Filters()
    index = _index(on)
    asked = question(text)
    hits = _hits(index, asked, filters)
    page = hits[offset : offset + limit]
    return Found(
        total=len(hits),
        cards=tuple(replace(row.card, reason=_reason(hit)) for row, hit in page),
        facets=_facets(row for row, _hit in hits),
    )


def suggestions(text: str, *, on: date, limit: int = 6) -> list[ProcedureCard]:
    """The best few while typing. One query."""
    return list(search(text, on=on, limit=limit).cards) if text.strip() else []


def _hits(index: _Index, asked: Question, filters: Filters) -> list[tuple[_Row, Match]]:
    if not asked.words:
        rows = [row for row in index.rows if _passes(row, filters)]
        rows.sort(key=lambda row: (-row.candidate.weight, row.sort_key))
        return [(row, Match(0, "")) for row in rows]
    for places in (_full_places(index, asked), _part_places(index, asked)):
        hits = [
            (row, hit)
            for row in (index.rows[place] for place in places)
            if _passes(row, filters) and (hit := match(asked, row.candidate)) is not None
        ]
        if hits:
            hits.sort(key=lambda pair: (-pair[1].score, pair[0].sort_key))
            return hits
    return []


def _full_places(index: _Index, asked: Question) -> set[int]:
    """Rows that may answer every word typed."""
    found = index.with_all(asked.words)
    found |= {index.by_code[code] for code in asked.meant or () if code in index.by_code}
    for phrase, words in asked.official:
        rest = [word for word in asked.words if word not in phrase.split()]
        found |= index.with_all([*words, *rest])
    if len(asked.words) == 1 or asked.typed[:1].isdigit():
        found |= {
            place
            for place, row in enumerate(index.rows)
            if asked.joined in row.candidate.initials
            or (len(asked.joined) >= 4 and asked.joined in row.candidate.joined)
            or row.candidate.code.startswith(asked.typed)
        }
    return found


def _part_places(index: _Index, asked: Question) -> set[int]:
    """Rows with some of the words, for when none has all."""
    found: set[int] = set()
    for word in asked.words:
        found |= index.places(word, as_prefix=False)
    return found


def _passes(row: _Row, filters: Filters) -> bool:
    card = row.card
    return (
        (not filters.field_code or card.field_code == filters.field_code)
        and (not filters.life_event or filters.life_event in row.life_events)
        and (not filters.level or filters.level in card.levels)
        and (not filters.online_level or card.online_level == filters.online_level)
        and (not filters.agency or has_all(fold_tokens(filters.agency), row.candidate.agency_words))
        and (not filters.only_local or row.is_local)
        and (not filters.only_online or card.can_apply)
    )


def _facets(rows: Iterable[_Row]) -> dict[str, dict[str, int]]:
    fields: Counter[str] = Counter()
    events: Counter[str] = Counter()
    by_level: Counter[str] = Counter()
    online: Counter[str] = Counter()
    for row in rows:
        fields[row.card.field_code] += 1
        events.update(row.life_events)
        by_level.update(row.card.levels)
        online[row.card.online_level] += 1
    return {"field": fields, "life_event": events, "level": by_level, "online_level": online}


def _reason(hit: Match) -> str:
    """Why it matched, in words; "" for a plain list."""
    sentences = {
        "code": _("Đúng mã thủ tục"),
        "name": _("Khớp tên thủ tục"),
        "initials": _("Viết tắt %(detail)s"),
        "joined": _("Khớp tên thủ tục (viết liền)"),
        "everyday": _("Cách gọi thường ngày: %(detail)s"),
        "field": _("Thuộc lĩnh vực này"),
        "result": _("Khớp kết quả hoặc lĩnh vực"),
        "agency": _("Khớp cơ quan thực hiện"),
        "several": _("Khớp tên và lĩnh vực, cơ quan"),
        "part": _("Khớp %(detail)s từ"),
        "": "",
    }
    detail = hit.detail
    if hit.reason == "everyday":
        detail = data_files.synonyms().get(detail, (detail, "", ()))[0]
    return sentences[hit.reason] % {"detail": detail}
