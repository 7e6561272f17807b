"""Refusals of the cases module."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Conflict, Invalid, NotFound, NotPermitted, Unavailable


class CaseNotFound(NotFound):
    code = "case_not_found"
    message = _("Không có hồ sơ mang mã này. Xem lại mã trên Giấy tiếp nhận.")


class DraftNotFound(NotFound):
    code = "draft_not_found"
    message = _("Không còn bản nháp này. Có thể bạn đã nộp hoặc đã xóa.")


class CaseOfAnotherOffice(NotPermitted):
    code = "case_of_another_office"
    message = _("Hồ sơ này thuộc cơ quan khác, bạn không được xem hay xử lý.")


class NotTheHolder(NotPermitted):
    code = "not_the_holder"
    message = _("Chỉ người đang giữ hồ sơ làm được việc này. Người đang giữ: %(holder)s.")


class SelfApproval(NotPermitted):
    code = "self_approval"
    message = _("Người soạn kết quả không được tự duyệt kết quả của mình.")


class StateForbids(Conflict):
    code = "state_forbids"
    message = _("Hồ sơ đang ở trạng thái “%(state)s”, không làm được việc này.")


class CaseChanged(Conflict):
    code = "case_changed"
    message = _("%(who)s vừa xử lý hồ sơ này lúc %(when)s. Tải lại trang để xem.")


class AlreadyTaken(Conflict):
    code = "already_taken"
    message = _("%(who)s đã nhận hồ sơ này lúc %(when)s.")


class ActionNotOffered(Conflict):
    code = "action_not_offered"
    message = _("Bước “%(step)s” không có thao tác này.")


class OpinionsMissing(Conflict):
    code = "opinions_missing"
    message = _("Chưa duyệt được: còn chờ ý kiến của %(who)s.")


class ResultMissing(Conflict):
    code = "result_missing"
    message = _("Chưa có dự thảo kết quả. Soạn kết quả trước khi trình.")


class ServedCentrally(Conflict):
    code = "served_centrally"
    message = _(
        "Thủ tục này nộp tại Cổng Dịch vụ công quốc gia; ở đây chỉ tra cứu được hồ sơ đã đồng bộ."
    )


class NotOnline(Conflict):
    code = "not_online"
    message = _("Thủ tục này chỉ nộp trực tiếp hoặc qua bưu chính.")


class SupplementTooLate(Conflict):
    code = "supplement_too_late"
    message = _(
        "Đã quá %(days)s ngày làm việc kể từ ngày tiếp nhận, không được yêu cầu bổ sung nữa "
        "(%(source)s)."
    )


class ExtensionTooLate(Conflict):
    code = "extension_too_late"
    message = _("Đã quá ngày hẹn %(due)s; phải xin lỗi và hẹn lại trước ngày hẹn cũ.")


class NotLate(Conflict):
    code = "not_late"
    message = _("Hồ sơ chưa quá ngày hẹn %(due)s; dùng “Xin lỗi, hẹn lại”.")


class ExtensionUsed(Conflict):
    code = "extension_used"
    message = _("Hồ sơ đã được hẹn lại một lần; quy định chỉ cho hẹn lại một lần.")


class ExtensionNotLater(Invalid):
    code = "extension_not_later"
    message = _("Ngày hẹn mới phải sau ngày hẹn cũ %(due)s.")


class PapersMissing(Invalid):
    code = "papers_missing"
    message = _("Còn thiếu giấy tờ bắt buộc: %(names)s.")


class AnswersInvalid(Invalid):
    code = "answers_invalid"
    message = _("Tờ khai còn chỗ cần sửa.")


class ReasonMissing(Invalid):
    code = "reason_missing"
    message = _("Nhập lý do.")


class NobodyForStep(Conflict):
    code = "nobody_for_step"
    message = _("%(organisation)s chưa có ai giữ vai trò “%(role)s” cho bước “%(step)s”.")


class NoProcess(Conflict):
    code = "no_process"
    message = _("Chưa có quy trình đã duyệt cho thủ tục này.")


class ProcessInvalid(Invalid):
    code = "process_invalid"
    message = _("Quy trình còn lỗi, chưa duyệt được: %(problems)s")


class WrongOfficer(Invalid):
    code = "wrong_officer"
    message = _("Người này không giữ vai trò “%(role)s” tại %(unit)s hôm nay.")


class WrongOrganisation(Invalid):
    code = "wrong_organisation"
    message = _("Cơ quan được chọn không còn hoạt động hoặc không nhận hồ sơ.")


class HandoverOpen(Conflict):
    code = "handover_open"
    message = _("Hồ sơ đang chờ %(organisation)s nhận bàn giao.")


class NoHandover(Conflict):
    code = "no_handover"
    message = _("Không có lượt bàn giao nào chờ xác nhận.")


class OpinionNotFound(NotFound):
    code = "opinion_not_found"
    message = _("Không có yêu cầu lấy ý kiến này.")


class OpinionClosed(Conflict):
    code = "opinion_closed"
    message = _("Yêu cầu lấy ý kiến này đã được trả lời hoặc đã hủy.")


class FeeNotFound(NotFound):
    code = "fee_not_found"
    message = _("Không có khoản phải nộp này.")


class FeeOpen(Conflict):
    code = "fee_open"
    message = _("Người nộp còn khoản chưa nộp: %(amount)s.")


class LookupNotFound(Invalid):
    code = "lookup_refused"
    message = _("Mã hồ sơ hoặc 4 số cuối điện thoại không khớp. Xem lại trên Giấy tiếp nhận.")


class LookupTooOften(Unavailable):
    code = "lookup_too_often"
    message = _("Bạn đã thử quá nhiều lần. Thử lại sau %(minutes)s phút.")


class IntakeRefused(Invalid):
    code = "intake_refused"
    message = _("Thông điệp bị từ chối: %(reason)s")


class SignatureWrong(NotPermitted):
    code = "signature_wrong"
    message = _("Chữ ký thông điệp không đúng hoặc đã quá hạn.")
