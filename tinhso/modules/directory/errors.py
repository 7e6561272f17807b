"""Refusals of the directory."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Conflict, Invalid, NotFound, NotPermitted


class AreaNotFound(NotFound):
    code = "area_not_found"
    message = _("Không có địa bàn này vào ngày đã chọn.")


class OrganisationNotFound(NotFound):
    code = "organisation_not_found"
    message = _("Không có cơ quan, đơn vị này vào ngày đã chọn.")


class PositionNotFound(NotFound):
    code = "position_not_found"
    message = _("Không có vị trí này vào ngày đã chọn.")


class OfficerNotFound(NotFound):
    code = "officer_not_found"
    message = _("Không có cán bộ này.")


class PostNotFound(NotFound):
    code = "post_not_found"
    message = _("Cán bộ không giữ vị trí này vào ngày đã chọn.")


class DayNotFound(NotFound):
    code = "day_not_found"
    message = _("Không có ngày đặc biệt này trong lịch.")


class CodeListNotFound(NotFound):
    code = "code_list_not_found"
    message = _("Không có danh mục này.")


class CodeNotFound(NotFound):
    code = "code_not_found"
    message = _("Danh mục không có mã này vào ngày đã chọn.")


class ReorganisationNotFound(NotFound):
    code = "reorganisation_not_found"
    message = _("Không có đợt sắp xếp này.")


class FactsInvalid(Invalid):
    """Values of a form or a row; `fields` names each."""

    code = "facts_invalid"
    message = _("Có nội dung chưa hợp lệ.")


class CodeTaken(Conflict):
    code = "code_taken"
    message = _("Mã %(written)s đã được dùng trong khoảng thời gian này.")


class StillInUse(Conflict):
    """Something below or inside still lives."""

    code = "still_in_use"
    message = _("Chưa kết thúc được: còn %(what)s.")


class ParentBelow(Conflict):
    code = "parent_below"
    message = _("Đơn vị cấp trên không thể nằm trong chính đơn vị này.")


class PostHeldAlready(Conflict):
    code = "post_held_already"
    message = _("Cán bộ đã giữ vị trí này trong khoảng thời gian đó.")


class PositionFull(Conflict):
    code = "position_full"
    message = _("Vị trí đã đủ %(seats)s người.")


class NotYourPost(NotPermitted):
    code = "not_your_post"
    message = _("Chỉ người đang giữ chính thức vị trí mới ủy quyền được.")


class DelegatedToSelf(Invalid):
    code = "delegated_to_self"
    message = _("Chọn một người khác để ủy quyền.")


class CodeInUse(Conflict):
    """A code that history uses can be ended, never deleted (TTHC-02)."""

    code = "code_in_use"
    message = _(
        "Mã %(written)s đã được dùng %(times)s lần: chỉ kết thúc hiệu lực được, không xóa được."
    )


class WrongState(Conflict):
    code = "wrong_state"
    message = _("Đợt sắp xếp đang ở trạng thái “%(state)s”, không làm được việc này.")


class OwnReorganisation(NotPermitted):
    code = "own_reorganisation"
    message = _("Người lập phương án không tự duyệt được; cần một người khác.")


class ChangedSinceDryRun(Conflict):
    code = "changed_since_dry_run"
    message = _("Phương án đã thay đổi sau lần chạy thử. Chạy thử lại trước khi duyệt.")


class ChangesImpossible(Invalid):
    code = "changes_impossible"
    message = _("Danh sách thay đổi còn %(count)s lỗi.")


class TooEarly(Conflict):
    code = "too_early"
    message = _("Chưa đến ngày hiệu lực %(day)s.")


class ChoiceUnknown(Invalid):
    code = "choice_unknown"
    message = _("Không có lựa chọn “%(choice)s”.")


class FileUnreadable(Invalid):
    code = "file_unreadable"
    message = _("Không đọc được tệp: %(reason)s")


class NothingToReorganise(Conflict):
    code = "nothing_to_reorganise"
    message = _("Tỉnh không còn ở mô hình ba cấp của ngày 30/6/2025; phương án này không áp dụng.")
