"""JSON that comes from outside: what it holds, or a ValueError. Pure."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from tinhso.kernel.text import is_unreadable

# Only these escapes can hide what no table keeps; without one nothing need be looked through.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def read_json(body: bytes | str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """What JSON in UTF-8 holds. Raises ValueError for what is none, or what no table could keep.

    NaN, numbers without end and nesting without end are no JSON; other encodings, a NUL or half a
    letter raise UnicodeError, which is a ValueError too.
    """
    text = body if isinstance(body, str) else body.decode("utf-8-sig")
    try:
        held = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except RecursionError as deep:
        raise ValueError("nested too deeply") from deep
    if _SUSPECT.search(text):
        _require_readable(held)
    return held


def _finite(written: str) -> float:
    number = float(written)
    if not math.isfinite(number):
        raise ValueError(written)
    return number


def _require_readable(held: object) -> None:
    if isinstance(held, str) and is_unreadable(held):
        raise UnicodeError("NUL or half of a surrogate pair")
    if isinstance(held, dict):
        for name, value in held.items():
            _require_readable(name)
            _require_readable(value)
    elif isinstance(held, list):
        for value in held:
            _require_readable(value)
