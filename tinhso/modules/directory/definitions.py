"""What the directory declares: its permissions."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions

permissions.declare(
    {
        "directory.load_province": _("Nạp dữ liệu của tỉnh"),
        "directory.view_officers": _("Xem danh sách cán bộ"),
        "directory.manage_directory": _("Cập nhật cơ quan, vị trí, cán bộ"),
        "directory.manage_calendars": _("Cập nhật lịch làm việc"),
        "directory.manage_code_lists": _("Cập nhật danh mục dùng chung"),
        "directory.prepare_reorganisation": _("Lập phương án sắp xếp"),
        "directory.approve_reorganisation": _("Duyệt và thực hiện phương án sắp xếp"),
    }
)
