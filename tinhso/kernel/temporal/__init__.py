"""Two times: when a fact is true (`validity`) and when the system knew it (`recorded`).

A temporal table inherits `Version`, declares `no_overlap(…)` for its key, and is changed only
through `Timeline`: rows are closed and written anew, never edited. The database refuses overlaps
(exclusion constraint), empty ranges, edits and deletions (`guard`). See decision 5.
"""

from tinhso.kernel.temporal.constraints import (
    KeyRange,
    NullableKeyRange,
    TextKeyRange,
    guard,
    no_overlap,
    not_twice,
)
from tinhso.kernel.temporal.ranges import EVER, Piece, Span, day_span, rewrite
from tinhso.kernel.temporal.timeline import Stamp, Timeline, date_range, end_many, span_of
from tinhso.kernel.temporal.version import Recorded, RecordedQuerySet, Version, VersionQuerySet

__all__ = [
    "EVER",
    "KeyRange",
    "NullableKeyRange",
    "Piece",
    "Recorded",
    "RecordedQuerySet",
    "Span",
    "Stamp",
    "TextKeyRange",
    "Timeline",
    "Version",
    "VersionQuerySet",
    "date_range",
    "day_span",
    "end_many",
    "guard",
    "no_overlap",
    "not_twice",
    "rewrite",
    "span_of",
]
