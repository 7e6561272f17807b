"""What applicants and officers are told, in words; nothing sensitive (TTHC-20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tinhso.modules.notifications.public import INBOX, MessageKind, declare_kind

CODE = {"code": _("Mã hồ sơ"), "procedure": _("Tên ngắn của thủ tục")}
DUE = {**CODE, "due_at": _("Lúc hẹn trả")}
STEP = {**CODE, "step": _("Tên bước")}

KINDS = (
    MessageKind(
        "case_submitted",
        _("Đã gửi hồ sơ"),
        _("Đã gửi hồ sơ {code}"),
        _(
            "Hồ sơ {code} ({procedure}) đã đến cơ quan tiếp nhận. Bạn sẽ có ngày hẹn khi hồ sơ được tiếp nhận."
        ),
        CODE,
    ),
    MessageKind(
        "case_accepted",
        _("Hồ sơ được tiếp nhận"),
        _("Hồ sơ {code} được tiếp nhận"),
        _(
            "Hồ sơ {code} ({procedure}) đã được tiếp nhận, hẹn trả kết quả {due_at}. Mở hồ sơ để xem Giấy tiếp nhận và cách tính ngày hẹn."
        ),
        DUE,
    ),
    MessageKind(
        "case_refused",
        _("Hồ sơ không được tiếp nhận"),
        _("Hồ sơ {code} không được tiếp nhận"),
        _("Hồ sơ {code} ({procedure}) không được tiếp nhận. Mở hồ sơ để xem lý do và căn cứ."),
        CODE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_supplement_asked",
        _("Cần bổ sung"),
        _("Hồ sơ {code} cần bổ sung"),
        _(
            "Hồ sơ {code} ({procedure}) còn thiếu giấy tờ. Mở hồ sơ để xem danh sách và gửi bổ sung; thời hạn đang tạm dừng."
        ),
        CODE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_fee_asked",
        _("Cần nộp phí"),
        _("Hồ sơ {code} cần nộp phí"),
        _("Hồ sơ {code} ({procedure}) có khoản phải nộp. Mở hồ sơ để xem số tiền và nơi nộp."),
        CODE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_extended",
        _("Hẹn lại ngày trả"),
        _("Hồ sơ {code} hẹn lại ngày trả"),
        _(
            "Chúng tôi xin lỗi: hồ sơ {code} ({procedure}) được hẹn lại {due_at}. Mở hồ sơ để xem lý do."
        ),
        DUE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_apologised",
        _("Xin lỗi trả kết quả chậm"),
        _("Hồ sơ {code} trả kết quả chậm"),
        _(
            "Chúng tôi xin lỗi: hồ sơ {code} ({procedure}) đã quá ngày hẹn {due_at}. Mở hồ sơ để đọc thư xin lỗi và biết ngày có kết quả."
        ),
        DUE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_stopped",
        _("Dừng giải quyết"),
        _("Hồ sơ {code} dừng giải quyết"),
        _("Hồ sơ {code} ({procedure}) đã dừng giải quyết. Mở hồ sơ để xem thông báo và lý do."),
        CODE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_finished",
        _("Đã có kết quả"),
        _("Hồ sơ {code} đã có kết quả"),
        _(
            "Hồ sơ {code} ({procedure}) đã có kết quả. Mở hồ sơ để tải bản điện tử hoặc xem nơi nhận."
        ),
        CODE,
    ),
    MessageKind(
        "case_returned",
        _("Đã trả kết quả"),
        _("Hồ sơ {code} đã trả kết quả"),
        _(
            "Kết quả của hồ sơ {code} ({procedure}) đã được trao. Nếu bạn chưa nhận, hãy báo nơi tiếp nhận."
        ),
        CODE,
    ),
    MessageKind(
        "case_moved",
        _("Đổi cơ quan giải quyết"),
        _("Hồ sơ {code} do cơ quan mới giải quyết"),
        _(
            "Hồ sơ {code} ({procedure}) do cơ quan kế thừa tiếp tục giải quyết. Mã hồ sơ và ngày hẹn {due_at} không đổi; bạn không phải nộp lại giấy tờ."
        ),
        DUE,
        is_mandatory=True,
    ),
    MessageKind(
        "case_assigned",
        _("Việc mới"),
        _("{code}: {step}"),
        _("Bạn được giao hồ sơ {code} ({procedure}), bước {step}."),
        STEP,
        channels=(INBOX,),
    ),
    MessageKind(
        "handover_refused",
        _("Bàn giao bị trả lại"),
        _("Hồ sơ {code} bị trả lại"),
        _(
            "Cơ quan được bàn giao không nhận hồ sơ {code} ({procedure}). Mở hồ sơ để xem lý do; bạn tiếp tục giải quyết."
        ),
        CODE,
        channels=(INBOX,),
    ),
    MessageKind(
        "opinion_asked",
        _("Xin ý kiến"),
        _("Xin ý kiến về hồ sơ {code}"),
        _("Cơ quan bạn được xin ý kiến về hồ sơ {code} ({procedure}), trả lời trước {due_at}."),
        DUE,
        channels=(INBOX,),
    ),
)

for _kind in KINDS:
    declare_kind(_kind)
