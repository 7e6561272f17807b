"""Why a file is refused or not handed out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.kernel.errors import Invalid, NotFound, NotPermitted, Unavailable


class FileTooLarge(Invalid):
    """More bytes than the rules allow; `size` is empty when reading stopped at the limit."""

    code = "file_too_large"
    message = _("%(name)s nặng %(size)s, tối đa %(limit)s.")


class FileEmpty(Invalid):
    code = "file_empty"
    message = _("%(name)s không có nội dung. Chọn lại tệp.")


class FileTypeRefused(Invalid):
    code = "file_type_refused"
    message = _("%(name)s là %(found)s, chỉ nhận %(allowed)s.")


class FileDisguised(Invalid):
    """The bytes are a program or a page with scripts, whatever the name says."""

    code = "file_disguised"
    message = _("%(name)s thật ra là %(found)s, không nhận loại tệp này.")


class FileBroken(Invalid):
    """The bytes begin like a known type and do not go on like one."""

    code = "file_broken"
    message = _("%(name)s bị hỏng, không mở được. Lưu lại tệp rồi gửi lại.")


class FileTwoFaced(Invalid):
    """A second file hides in the first one (polyglot)."""

    code = "file_two_faced"
    message = _("%(name)s chứa một tệp khác giấu bên trong, không nhận.")


class ArchiveUnsafe(Invalid):
    """Unpacked, it would fill the disk or write outside its folder."""

    code = "archive_unsafe"
    message = _("%(name)s khi giải nén quá lớn hoặc có đường dẫn nguy hiểm, không nhận.")


class ArchiveLocked(Invalid):
    code = "archive_locked"
    message = _("%(name)s có mật khẩu. Bỏ mật khẩu rồi gửi lại.")


class FileHasMacros(Invalid):
    code = "file_has_macros"
    message = _("%(name)s có macro. Lưu lại không có macro rồi gửi lại.")


class FileInfected(Invalid):
    code = "file_infected"
    message = _("%(name)s có mã độc (%(signature)s), không nhận.")


class StoredFileNotFound(NotFound):
    code = "file_not_found"
    message = _("Không có tệp này.")


class FileNotScanned(Unavailable):
    code = "file_not_scanned"
    message = _("%(name)s đang chờ quét mã độc. Thử lại sau ít phút.")


class FileQuarantined(NotPermitted):
    code = "file_quarantined"
    message = _("%(name)s có mã độc (%(signature)s), không mở được.")


class FileDamaged(Unavailable):
    """What the store gives back is not what was put in; the operator restores it from a backup."""

    code = "file_damaged"
    message = _("Nội dung tệp không còn nguyên vẹn. Báo người vận hành mã %(sha256).12s.")


class FileStoreAway(Unavailable):
    code = "file_store_away"
    message = _("Kho tệp đang không trả lời. Thử lại sau ít phút.")
