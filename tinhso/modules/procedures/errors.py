"""Refusals of the catalogue and of the e-forms."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import errors


class ProcedureNotFound(errors.NotFound):
    """No such code, or no version in force on that day."""

    code = "procedure_not_found"
    message = _("Không có thủ tục mang mã này vào ngày đã chọn. Xem lại mã hoặc tìm theo tên.")


class VersionNotFound(errors.NotFound):
    code = "version_not_found"
    message = _("Không có phiên bản thủ tục này.")


class OverlayNotFound(errors.NotFound):
    code = "overlay_not_found"
    message = _("Không có quy định của tỉnh này.")


class FormNotFound(errors.NotFound):
    code = "form_not_found"
    message = _("Không có biểu mẫu này.")


class HarvestNotFound(errors.NotFound):
    code = "harvest_not_found"
    message = _("Không có lần nhập danh mục này.")


class SecondPersonNeeded(errors.NotPermitted):
    """Approval by the one who wrote it, or by nobody in particular."""

    code = "second_person_needed"
    message = _("Người soạn không tự phê duyệt; cần một người khác có quyền phê duyệt.")


class NotADraft(errors.Conflict):
    code = "not_a_draft"
    message = _(
        "Bản này đã được phê duyệt hoặc đã bỏ, không sửa được nữa. Lập bản mới để thay đổi."
    )


class VersionStartsTooEarly(errors.Conflict):
    """A version may not begin before the one it replaces."""

    code = "version_starts_too_early"
    message = _("Ngày có hiệu lực phải sau ngày %(after)s, ngày bắt đầu của phiên bản hiện hành.")


class OverlayOverlaps(errors.Conflict):
    code = "overlay_overlaps"
    message = _("Thủ tục này đã có quy định của tỉnh trong thời gian đó.")


class ReasonNeeded(errors.Invalid):
    """NĐ 224/2026, Điều 14: a partly online service says why, and by which law."""

    code = "partial_reason_needed"
    message = _(
        "Dịch vụ công trực tuyến một phần phải nêu lý do và căn cứ pháp lý (Nghị định "
        "224/2026/NĐ-CP, Điều 14)."
    )


class ContentInvalid(errors.Invalid):
    code = "content_invalid"
    message = _("Nội dung phiên bản chưa hợp lệ.")


class DefinitionInvalid(errors.Invalid):
    """A form definition that does not hold; `fields["definition"]` lists what is wrong."""

    code = "form_definition_invalid"
    message = _("Định nghĩa biểu mẫu chưa hợp lệ.")


class HarvestInvalid(errors.Invalid):
    code = "harvest_invalid"
    message = _("Tệp danh mục không đọc được: %(reason)s")
