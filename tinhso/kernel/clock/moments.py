"""Moments and durations: all local time of Việt Nam, to the microsecond."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# One zone for the whole product. It has had no daylight saving since 1975, so the difference of two
# local moments is the elapsed time.
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOTHING = timedelta(0)
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)

_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,6}))?S)?")


class ClockError(ValueError):
    """Terms, events or calendars that contradict themselves; a defect of the caller."""


def local(moment: datetime) -> datetime:
    """The same moment in the zone of Việt Nam. Raises ClockError for a moment without a zone."""
    if moment.tzinfo is ZONE:
        return moment
    if moment.tzinfo is None:
        raise ClockError(f"A moment needs a time zone: {moment.isoformat()}")
    return moment.astimezone(ZONE)


def start_of(day: date) -> datetime:
    """00:00 of the day."""
    return datetime.combine(day, time.min, ZONE)


def end_of(day: date) -> datetime:
    """24:00 of the day."""
    return start_of(day + ONE_DAY)


def ended_date(moment: datetime) -> date:
    """The date that a moment of closing belongs to: 00:00 is the end of the day before."""
    return (moment - datetime.resolution).date()


def to_iso_duration(amount: timedelta) -> str:
    """ISO 8601 duration in hours, minutes and seconds ("PT26H30M"); exact to the microsecond.

    Raises ClockError for a negative amount, which no account holds.
    """
    if amount < NOTHING:
        raise ClockError(f"An amount of time is not negative: {amount}")
    minutes, rest = divmod(amount, timedelta(minutes=1))
    hours, minutes = divmod(minutes, 60)
    text = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if rest:
        fraction = f".{rest.microseconds:06d}".rstrip("0") if rest.microseconds else ""
        text += f"{rest.seconds}{fraction}S"
    return "PT" + (text or "0H")


def from_iso_duration(text: str) -> timedelta:
    """The duration written by `to_iso_duration`. Raises ClockError."""
    found = _DURATION.fullmatch(text)
    if not found or text.endswith("T"):
        raise ClockError(f"Not a duration: {text}")
    hours, minutes, seconds, fraction = found.groups()
    return timedelta(
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "0").ljust(6, "0")),
    )
