"""What the directory declares: its permissions."""

from django.utils.translation import gettext_lazy as _

from tinhso.kernel import permissions

permissions.declare(
    {
        "directory.load_province": _("Nạp dữ liệu của tỉnh"),
        "directory.view_directory": _("Xem danh bạ, lịch, danh mục"),
        "directory.view_officers": _("Xem danh sách cán bộ"),
        "directory.export_directory": _("Xuất danh bạ, danh sách cán bộ"),
        "directory.import_directory": _("Nhập danh bạ từ tệp"),
        "directory.manage_directory": _("Cập nhật địa bàn, cơ quan, vị trí, cán bộ"),
        "directory.delegate_own_post": _("Ủy quyền vị trí mình đang giữ"),
        "directory.tell_of_posts": _("Tự động báo vị trí bắt đầu, kết thúc"),
        "directory.manage_calendars": _("Cập nhật lịch làm việc"),
        "directory.manage_code_lists": _("Cập nhật danh mục dùng chung"),
        "directory.prepare_reorganisation": _("Lập phương án sắp xếp"),
        "directory.approve_reorganisation": _("Duyệt phương án sắp xếp"),
        "directory.execute_reorganisation": _("Thực hiện, kiểm tra phương án sắp xếp"),
    }
)
