"""Refusals of the module."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import errors


class AccountNotFound(errors.NotFound):
    code = "account_not_found"
    message = _("Không có tài khoản này.")


class GrantNotFound(errors.NotFound):
    code = "grant_not_found"
    message = _("Không có lần giao vai trò này.")


class NotYourAccount(errors.NotPermitted):
    code = "not_your_account"
    message = _("Chỉ chủ tài khoản làm được việc này.")


class AccountOfAnotherUnit(errors.NotPermitted):
    code = "account_of_another_unit"
    message = _("Tài khoản này thuộc đơn vị khác.")


class RoleNotYoursToGive(errors.NotPermitted):
    code = "role_not_yours_to_give"
    message = _("Bạn không được giao vai trò “%(role)s”.")


class OwnRights(errors.NotPermitted):
    code = "own_rights"
    message = _("Không ai tự giao quyền cho mình. Việc này do một quản trị viên khác làm.")


class UsernameTaken(errors.Conflict):
    code = "username_taken"
    message = _("Đã có tài khoản mang tên đăng nhập này.")


class AccountExists(errors.Conflict):
    code = "account_exists"
    message = _("Người này đã có tài khoản.")


class AlreadyGranted(errors.Conflict):
    code = "already_granted"
    message = _("Tài khoản đã giữ vai trò này ở đơn vị trong thời gian đó.")


class AccountBlocked(errors.Conflict):
    code = "account_blocked"
    message = _("Tài khoản đang bị khóa.")


class AccountNotBlocked(errors.Conflict):
    code = "account_not_blocked"
    message = _("Tài khoản không bị khóa.")


class GrantOver(errors.Conflict):
    code = "grant_over"
    message = _("Vai trò này đã hết trước ngày đó.")


class GrantEmpty(errors.Invalid):
    code = "grant_empty"
    message = _("Ngày kết thúc phải sau ngày bắt đầu.")


class PasswordTooWeak(errors.Invalid):
    code = "password_too_weak"
    message = _("Mật khẩu chưa đủ mạnh.")


class DetailsInvalid(errors.Invalid):
    code = "account_details_invalid"
    message = _("Thông tin tài khoản chưa hợp lệ.")


class OfficerUnknown(errors.Invalid):
    code = "officer_unknown"
    message = _("Danh bạ không có cán bộ mang mã này.")


class OrganisationUnknown(errors.Invalid):
    code = "organisation_unknown"
    message = _("Danh bạ hôm nay không có cơ quan mang mã này.")


class FileUnreadable(errors.Invalid):
    code = "file_unreadable"
    message = _("Tệp phải là CSV mã UTF-8, dòng đầu là ma_can_bo,ten_dang_nhap,thu_cong_vu.")


class TooManyLines(errors.Invalid):
    code = "too_many_lines"
    message = _("Tệp có hơn 2.000 dòng. Chia thành nhiều tệp.")


class RoleUnknown(errors.Invalid):
    code = "role_unknown"
    message = _("Không có vai trò “%(role)s”.")


class PermissionUnknown(errors.Invalid):
    code = "permission_unknown"
    message = _("Không có quyền “%(permission)s”.")


class RegistrationClosed(errors.Unavailable):
    code = "registration_closed"
    message = _("Người dân và doanh nghiệp đăng nhập bằng tài khoản định danh điện tử.")


class SamplesForbidden(errors.Unavailable):
    code = "samples_forbidden"
    message = _("Tài khoản mẫu chỉ dùng khi chạy thử, không dùng ở nơi vận hành thật.")
