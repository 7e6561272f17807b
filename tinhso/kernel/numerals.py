"""Dates, times, numbers, money and durations as Vietnamese people write and read them. Pure."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

NO_BREAK_SPACE = "\u00a0"
WORKING_DAY = timedelta(hours=8)

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_ONE_HOUR = timedelta(hours=1)
_ONE_MINUTE = timedelta(minutes=1)


class UnreadableError(ValueError):
    """Text that is no date, number or the like; `code` says why, `text` is what was typed.

    Codes: "empty", "format", "no_such_day" (30/02), "year" (outside 1800–2199).
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text


# --- dates and times ---------------------------------------------------------------------------


def short_date(day: date) -> str:
    """ "22/11/2026"; a moment is read in the zone of Việt Nam."""
    day = _local_date(day)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def long_date(day: date) -> str:
    """ "ngày 22 tháng 11 năm 2026", as papers write it: days and the months 1, 2 in two digits.

    Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 4.
    """
    day = _local_date(day)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def weekday_name(day: date) -> str:
    """ "Thứ Ba"."""
    return _WEEKDAYS[_local_date(day).weekday()]


def weekday_date(day: date) -> str:
    """ "Thứ Ba, 01/12/2026"."""
    return f"{weekday_name(day)}, {short_date(day)}"


def short_time(moment: datetime | time) -> str:
    """ "15:42"."""
    moment = _local_time(moment)
    return f"{moment.hour:02d}:{moment.minute:02d}"


def long_time(moment: datetime | time) -> str:
    """ "15 giờ 42 phút", as papers write it."""
    moment = _local_time(moment)
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def short_moment(moment: datetime) -> str:
    """ "15:42 22/11/2026", as on receipts."""
    return f"{short_time(moment)} {short_date(moment)}"


def long_moment(moment: datetime) -> str:
    """ "15 giờ 42 phút, ngày 22 tháng 11 năm 2026"."""
    return f"{long_time(moment)}, {long_date(moment)}"


def date_range(first: date, last: date) -> str:
    """ "19/11–20/11" within one year, else both with their year; one day is a single date."""
    first, last = _local_date(first), _local_date(last)
    if first == last:
        return short_date(first)
    if first.year == last.year:
        return f"{short_date(first)[:5]}–{short_date(last)[:5]}"
    return f"{short_date(first)}–{short_date(last)}"


_DATE = re.compile(r"(\d{1,2})[/.\-\s]+(\d{1,2})[/.\-\s]+(\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DIGITS_DATE = re.compile(r"(\d{2})(\d{2})(\d{4})")
_WORDED_DATE = re.compile(
    r"(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1800, 2199


def parse_date(text: str, *, pivot: int = 50) -> date:
    """A date typed as 1/7/25, 01-07-2025, 1.7.2025, 01072025, 2025-07-01 or in words.

    Two digits of a year below `pivot` are of this century, the others of the last one. Raises
    UnreadableError with code "empty", "format", "no_such_day" or "year".
    """
    typed = " ".join(text.split())
    if not typed:
        raise UnreadableError("empty", text)
    iso = _ISO_DATE.fullmatch(typed)
    patterns = (_DATE, _DIGITS_DATE, _WORDED_DATE)
    found = iso or next((m for p in patterns if (m := p.fullmatch(typed))), None)
    if not found:
        raise UnreadableError("format", text)
    parts = found.groups()[::-1] if iso else found.groups()
    day, month, year = map(int, parts)
    if len(parts[2]) == 2:
        year += 2000 if year < pivot else 1900
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise UnreadableError("year", text)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise UnreadableError("no_such_day", text) from error


# --- numbers and money -------------------------------------------------------------------------


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """ "1.234,5": dots for thousands, comma for decimals, a hyphen for negative numbers.

    `places` fixes the decimals (rounded half up); without it as many as the value has.
    """
    exact = Decimal(str(value))
    if places is not None:
        exact = _round_half_up(exact, places)
    text = f"{abs(exact) if exact == 0 else exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def percent(share: int | float | Decimal, places: int = 1) -> str:
    """A share of one as "97,8%", without a space; a whole percentage without decimals."""
    exact = _round_half_up(Decimal(str(share)) * 100, places)
    return number(exact) + "%"


def with_unit(value: int | float | Decimal, unit: str, places: int | None = None) -> str:
    """ "168,4 m²" that never breaks before its unit."""
    return number(value, places) + NO_BREAK_SPACE + unit


def money(amount: int) -> str:
    """ "75.000 đ" that never breaks before đ; amount in đồng."""
    return with_unit(amount, "đ")


_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_GROUPED_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?|[+-]?\d{1,3}(,\d{3})+\.\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")


def parse_number(text: str) -> Decimal:
    """A number typed as 1.234,5 or 1234.5 or 1234,5 or 1,234.5.

    Where two readings are possible the Vietnamese one wins: "1.234" is 1234, "1,234" is 1.234.
    Raises UnreadableError with code "empty" or "format".
    """
    typed = re.sub(r"\s+", "", text).replace("−", "-")
    if not typed:
        raise UnreadableError("empty", text)
    if not typed.isascii():
        raise UnreadableError("format", text)
    if _GROUPED.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(",", "."))
    if _GROUPED_ENGLISH.fullmatch(typed):
        return Decimal(typed.replace(",", ""))
    if _DECIMAL_COMMA.fullmatch(typed):
        return Decimal(typed.replace(",", "."))
    if _PLAIN.fullmatch(typed):
        return Decimal(typed)
    raise UnreadableError("format", text)


def plain_integer(text: str) -> int | None:
    """A whole number as an address or a hidden field carries it; None for anything else.

    Plain digits only: `str.isdigit` also takes "²", which `int` does not. What no column keeps is
    none either.
    """
    if not (text.isascii() and text.isdecimal() and len(text) <= 19):
        return None
    found = int(text)
    return found if found < 2**63 else None


def parse_money(text: str) -> int:
    """Đồng typed as 75000, 75.000, "75.000 đ" or "75.000 đồng". Raises UnreadableError."""
    typed = re.sub(r"\s*(đ|đồng|VND|VNĐ|₫)\s*$", "", text.strip(), flags=re.IGNORECASE)
    amount = parse_number(typed)
    if amount != amount.to_integral_value():
        raise UnreadableError("format", text)
    return int(amount)


_DIGIT_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9


def number_in_words(value: int, *, zero_ten: str = "lẻ") -> str:
    """ "một trăm lẻ năm": a whole number read out; `zero_ten` may be "linh"."""
    if value < 0:
        return "âm " + number_in_words(-value, zero_ten=zero_ten)
    if value == 0:
        return _DIGIT_WORDS[0]
    return " ".join(_words(value, zero_ten, full=False))


def money_in_words(amount: int, *, zero_ten: str = "lẻ") -> str:
    """ "Bảy mươi lăm nghìn đồng": an amount in đồng as receipts write it out."""
    words = number_in_words(amount, zero_ten=zero_ten) + " đồng"
    return words[0].upper() + words[1:]


def phone(digits: str) -> str:
    """ "0912 345 678", "024 3825 1234", "0237 385 1234", "1900 1234"; +84 becomes 0.

    What is no Vietnamese number comes back as it was typed.
    """
    plain = re.sub(r"[\s.\-()]", "", digits)
    plain = re.sub(r"^(\+|00)84", "0", plain)
    for pattern, write in _PHONES:
        if found := pattern.fullmatch(plain):
            return write(found)
    return digits.strip()


_PHONES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.ASCII), lambda found: " ".join(found.groups()))
    for pattern in (
        r"(0[35789]\d{2})(\d{3})(\d{3})",  # mobile
        r"(02[48])(\d{4})(\d{4})",  # Hà Nội, TP. Hồ Chí Minh
        r"(02\d{2})(\d{3})(\d{4})",  # other provinces
        r"(1[89]00)(\d{4}|\d{2})",  # hotlines
        r"(1[89]00)(\d{3})(\d{3})",
    )
)


# --- working time ------------------------------------------------------------------------------


def working_duration(amount: timedelta, day: timedelta = WORKING_DAY) -> str:
    """Working time in its two largest units, rounded down: "1 ngày 2 giờ", "4 giờ 50", "35 phút".

    One day is `day` of working time. Less than a minute is "dưới 1 phút".
    """
    days, rest = divmod(amount, day)
    hours, rest = divmod(rest, _ONE_HOUR)
    minutes = rest // _ONE_MINUTE
    if days:
        return f"{days} ngày" + (f" {hours} giờ" if hours else "")
    if hours:
        return f"{hours} giờ" + (f" {minutes:02d}" if minutes else "")
    return f"{minutes} phút" if minutes else "dưới 1 phút"


def late_phrase(late_by: timedelta, day: timedelta = WORKING_DAY) -> str:
    """ "Quá 1 ngày 2 giờ"; "Quá hạn" before any working time has passed."""
    return f"Quá {working_duration(late_by, day)}" if late_by >= _ONE_MINUTE else "Quá hạn"


def due_phrase(
    due: datetime, now: datetime, remaining: timedelta, day: timedelta = WORKING_DAY
) -> str:
    """When something not late is due: "Còn 4 giờ 50" under one working day, else "Thứ Hai 09:30".

    Beyond the coming six days the weekday would mislead, so the date stands: "07/12 09:30", with
    the year when it is another one.
    """
    if remaining < day:
        return f"Còn {working_duration(remaining, day)}"
    last, today = _local_date(due), _local_date(now)
    if (last - today).days < 7:
        return f"{weekday_name(due)} {short_time(due)}"
    written = short_date(due) if last.year != today.year else short_date(due)[:5]
    return f"{written} {short_time(due)}"


def finished_phrase(early_by: timedelta, late_by: timedelta, day: timedelta = WORKING_DAY) -> str:
    """ "Xong trước hạn 1 ngày", "Xong đúng hạn" or "Xong, quá 2 giờ"."""
    if late_by >= _ONE_MINUTE:
        return f"Xong, quá {working_duration(late_by, day)}"
    if early_by >= _ONE_MINUTE:
        return f"Xong trước hạn {working_duration(early_by, day)}"
    return "Xong đúng hạn"


# --- parts -------------------------------------------------------------------------------------


def _local_date(day: date) -> date:
    if isinstance(day, datetime):
        return day.astimezone(_ZONE).date() if day.tzinfo else day.date()
    return day


def _local_time(moment: datetime | time) -> time:
    if isinstance(moment, datetime):
        return moment.astimezone(_ZONE).time() if moment.tzinfo else moment.time()
    return moment


def _round_half_up(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")


def _words(value: int, zero_ten: str, *, full: bool) -> list[str]:
    """Words of a positive number; `full` when something larger was read before it."""
    billions, rest = divmod(value, _BILLION)
    words: list[str] = []
    if billions:
        words = [*_words(billions, zero_ten, full=full), "tỷ"]
        full = True
    for name, unit in (("triệu", 10**6), ("nghìn", 10**3), ("", 1)):
        group, rest = divmod(rest, unit)
        if group:
            words += _hundreds(group, zero_ten, full=full)
            words += [name] if name else []
            full = True
    return words


def _hundreds(value: int, zero_ten: str, *, full: bool) -> list[str]:
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    full = full or hundreds > 0
    words = [_DIGIT_WORDS[hundreds], "trăm"] if full else []
    if tens > 1:
        words += [_DIGIT_WORDS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and full:
        words.append(zero_ten)
    if ones:
        words.append(_ones(tens, ones))
    return words


def _ones(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens > 0:
        return "lăm"
    return _DIGIT_WORDS[ones]
