"""The expression language of forms: small, total, safe. Pure.

    {equals: [field, value]}     {not_equals: [field, value]}   {in: [field, [a, b]]}
    {filled: field}              {empty: field}                 {has: [choices_field, value]}
    {all: [c, …]}                {any: [c, …]}                  {not: c}
    {is_minor: date_field}       {age_at_least: [date_field, years]}
    {before: [a, b]}             {not_after: [a, b]}            (a, b: field, ISO date or "today")
    {more_than: [field, number]} {at_most: [field, number]}     {same: [field, field]}
    {days_since_more_than: [date_field, days]}

`problems` says what is wrong with an expression; `holds` never raises: an expression over
missing or odd answers is false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Answers = Mapping[str, Any]
_ADULT = 18
_DEEPEST = 8


def holds(condition: Mapping[str, Any] | None, answers: Answers, on: date) -> bool:
    """Whether the condition is true of the answers on that day; no condition is true."""
    if condition is None:
        return True
    if len(condition) != 1:
        return False
    ((operator, argument),) = condition.items()
    if operator == "all":
        return all(holds(part, answers, on) for part in argument)
    if operator == "any":
        return any(holds(part, answers, on) for part in argument)
    if operator == "not":
        return not holds(argument, answers, on)
    if operator in _ONE:
        return _ONE[operator](answers.get(str(argument)), on)
    if operator in _TWO and isinstance(argument, list | tuple) and len(argument) == 2:
        return _TWO[operator](answers, argument[0], argument[1], on)
    return False


def problems(condition: Mapping[str, Any] | None, fields: frozenset[str]) -> list[str]:
    """What is wrong with an expression, given the fields there are; in Vietnamese."""
    return list(_problems(condition, fields, 0)) if condition is not None else []


def fields_of(condition: object) -> set[str]:
    """Names of the fields a condition reads."""
    if not isinstance(condition, Mapping):
        return set()
    found: set[str] = set()
    for operator, argument in condition.items():
        found |= _fields_of_one(str(operator), argument)
    return found - {"today"}


def _fields_of_one(operator: str, argument: object) -> set[str]:
    if operator == "not":
        return fields_of(argument)
    if operator in _ONE:
        return {str(argument)}
    if not isinstance(argument, list | tuple):
        return set()
    if operator in _SEVERAL:
        return {name for part in argument for name in fields_of(part)}
    if operator not in _TWO or len(argument) != 2:
        return set()
    sides = argument if operator in _FIELD_PAIRS else argument[:1]
    return {str(side) for side in sides if _is_field(side)}


def _problems(condition: object, fields: frozenset[str], depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield "điều kiện lồng quá sâu"
        return
    if not isinstance(condition, Mapping) or len(condition) != 1:
        yield "mỗi điều kiện là một phép so sánh, ví dụ {equals: [ten_truong, gia_tri]}"
        return
    ((operator, argument),) = condition.items()
    if operator in _SEVERAL:
        yield from _several_problems(operator, argument, fields, depth)
    elif operator == "not":
        yield from _problems(argument, fields, depth + 1)
    elif operator in _ONE and not (isinstance(argument, str) and argument in fields):
        yield f"{operator}: không có trường “{argument}”"
    elif operator in _TWO:
        yield from _pair_problems(operator, argument, fields)
    elif operator not in _ONE:
        yield f"không có phép “{operator}”"


def _several_problems(
    operator: str, argument: object, fields: frozenset[str], depth: int
) -> Iterator[str]:
    if not isinstance(argument, list | tuple) or not argument:
        yield f"{operator} cần một danh sách điều kiện"
        return
    for part in argument:
        yield from _problems(part, fields, depth + 1)


def _pair_problems(operator: str, argument: object, fields: frozenset[str]) -> Iterator[str]:
    if not isinstance(argument, list | tuple) or len(argument) != 2:
        yield f"{operator} cần hai phần: [trường, giá trị]"
        return
    left, right = argument
    for side in (left, right) if operator in _FIELD_PAIRS else (left,):
        if _is_field(side) and side not in fields:
            yield f"{operator}: không có trường “{side}”"
    if operator == "in" and not isinstance(right, list | tuple):
        yield "in cần một danh sách giá trị"
    if operator in _NUMBERS and _number(right) is None:
        yield f"{operator} cần một số"


def _is_field(value: object) -> bool:
    return isinstance(value, str) and value != "today" and _date(value) is None


def _date(value: object) -> date | None:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def _moment(answers: Answers, side: object, on: date) -> date | None:
    if side == "today":
        return on
    found = _date(side)
    return found if found is not None else _date(answers.get(str(side)))


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return None


def age_on(born: date, on: date) -> int:
    """Whole years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _filled(value: object, on: date) -> bool:
    return value not in (None, "", [], {}) and value is not False


def _minor(value: object, on: date) -> bool:
    born = _date(value)
    return born is not None and born <= on and age_on(born, on) < _ADULT


def _equals(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    value = answers.get(str(left))
    return type(value) is type(right) and value == right


def _has(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    value = answers.get(str(left))
    return isinstance(value, list) and right in value


def _in(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    value = answers.get(str(left))
    return isinstance(right, list | tuple) and any(
        type(value) is type(choice) and value == choice for choice in right
    )


def _older(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    born, years = _date(answers.get(str(left))), _number(right)
    return born is not None and years is not None and age_on(born, on) >= years


def _before(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    first, second = _moment(answers, left, on), _moment(answers, right, on)
    return first is not None and second is not None and first < second


def _not_after(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    first, second = _moment(answers, left, on), _moment(answers, right, on)
    return first is None or second is None or first <= second


def _more(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    value, bound = _number(answers.get(str(left))), _number(right)
    return value is not None and bound is not None and value > bound


def _at_most(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    value, bound = _number(answers.get(str(left))), _number(right)
    return value is None or bound is None or value <= bound


def _same(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    value = answers.get(str(left))
    return value is not None and value == answers.get(str(right))


def _long_ago(answers: Answers, left: Any, right: Any, on: date) -> bool:  # noqa: ANN401
    moment, days = _date(answers.get(str(left))), _number(right)
    return moment is not None and days is not None and on - moment > timedelta(days=int(days))


_ONE: dict[str, Callable[[object, date], bool]] = {
    "filled": _filled,
    "empty": lambda value, on: not _filled(value, on),
    "is_minor": _minor,
}
_TWO: dict[str, Callable[[Answers, Any, Any, date], bool]] = {
    "equals": _equals,
    "not_equals": lambda answers, left, right, on: not _equals(answers, left, right, on),
    "in": _in,
    "has": _has,
    "age_at_least": _older,
    "before": _before,
    "not_after": _not_after,
    "more_than": _more,
    "at_most": _at_most,
    "same": _same,
    "days_since_more_than": _long_ago,
}
_SEVERAL = frozenset({"all", "any"})
_FIELD_PAIRS = frozenset({"before", "not_after", "same"})
_NUMBERS = frozenset({"age_at_least", "more_than", "at_most", "days_since_more_than"})
