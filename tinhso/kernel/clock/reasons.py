"""Why a stretch of time counts or does not, as codes for machines and words for people."""

from enum import StrEnum


class Reason(StrEnum):
    """The `reason` of one line of an account."""

    WORKING_TIME = "working_time"
    CALENDAR_DAY = "calendar_day"
    FIXED_DAY = "fixed_day"
    FIRST_DAY = "first_day"
    AFTER_CUTOFF = "after_cutoff"
    WEEKLY_REST = "weekly_rest"
    STATUTORY_HOLIDAY = "statutory_holiday"
    DAY_IN_LIEU = "day_in_lieu"
    SWAPPED_OFF = "swapped_off"
    CLOSURE = "closure"
    NO_HOURS = "no_hours"
    PAUSED = "paused"
    RESTARTED = "restarted"
    ROLLED = "rolled"

    @property
    def counts(self) -> bool:
        """Whether time with this reason is taken from the term."""
        return self in {Reason.WORKING_TIME, Reason.CALENDAR_DAY, Reason.FIXED_DAY}


# Sentence parts for the page "vì sao hẹn ngày này?"; the line's entry (holiday, decision) follows.
REASON_TEXT: dict[Reason, str] = {
    Reason.WORKING_TIME: "Giờ làm việc, có tính",
    Reason.CALENDAR_DAY: "Ngày theo lịch, có tính",
    Reason.FIXED_DAY: "Đến ngày đã ấn định",
    Reason.FIRST_DAY: "Ngày nhận, tính từ ngày sau",
    Reason.AFTER_CUTOFF: "Nhận sau giờ chốt, tính từ ngày làm việc sau",
    Reason.WEEKLY_REST: "Nghỉ hằng tuần",
    Reason.STATUTORY_HOLIDAY: "Nghỉ lễ, tết",
    Reason.DAY_IN_LIEU: "Nghỉ bù",
    Reason.SWAPPED_OFF: "Nghỉ hoán đổi",
    Reason.CLOSURE: "Cơ quan tạm đóng cửa",
    Reason.NO_HOURS: "Chưa có giờ làm việc cho ngày này",
    Reason.PAUSED: "Tạm dừng",
    Reason.RESTARTED: "Thời gian trước khi tính lại từ đầu",
    Reason.ROLLED: "Ngày cuối là ngày nghỉ, lùi sang ngày làm việc sau",
}
