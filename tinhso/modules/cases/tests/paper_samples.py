"""One believable paper of every kind, with every field filled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tinhso.modules.cases import papers

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MADE_AT = datetime(2026, 11, 17, 15, 42, tzinfo=VIETNAM)
DUE = datetime(2026, 11, 27, 17, 0, tzinfo=VIETNAM)
CODE = "H56.102-261117-0042"

CENTRE: dict[str, Any] = {
    "agency_above": "Ủy ban nhân dân phường Hạc Thành",
    "agency": "Trung tâm Phục vụ hành chính công",
    "place": "Hạc Thành",
    "made_at": MADE_AT,
    "lookup_url": "https://dichvucong.thanhhoa.gov.vn/tra-cuu/H56.102-261117-0042",
}
COMMITTEE: dict[str, Any] = CENTRE | {
    "agency_above": "Tỉnh Thanh Hóa",
    "agency": "Ủy ban nhân dân phường Hạc Thành",
}
CHAIR: dict[str, Any] = {
    "signer_authority": "TM. Ủy ban nhân dân",
    "signer_title": "Chủ tịch",
    "signer": "Lê Thị Hằng",
    "signer_note": "(Ký số)",
}
HEAD: dict[str, Any] = {
    "signer_authority": "KT. Giám đốc",
    "signer_title": "Phó Giám đốc",
    "signer": "Phạm Quốc Vượng",
    "signer_note": "(Ký số)",
}
APPLICANT: dict[str, Any] = {
    "applicant": "Nguyễn Văn Đạt",
    "address": "Số 12 đường Hạc Thành, phường Hạc Thành, tỉnh Thanh Hóa",
}
PROCEDURE = "Cấp giấy phép xây dựng mới nhà ở riêng lẻ"

RECEIPT = papers.Receipt(
    **CENTRE,
    **APPLICANT,
    code=CODE,
    applicant_number="038•••••••145",
    phone="0912 345 678",
    email="nguyenvandat.hacthanh@example.vn",
    procedure=PROCEDURE,
    procedure_code="1.013225",
    papers=(
        papers.ReceivedPaper(name="Đơn đề nghị cấp giấy phép xây dựng", kind="Biểu mẫu điện tử"),
        papers.ReceivedPaper(name="Giấy chứng nhận quyền sử dụng đất", kind="Lấy từ CSDL đất đai"),
        papers.ReceivedPaper(name="Bản vẽ thiết kế xây dựng", kind="Bản điện tử", quantity=2),
    ),
    term="07 ngày làm việc",
    received_at=MADE_AT,
    due_at=DUE,
    return_to="Trung tâm và bản điện tử",
    fee="75.000 đ, đã nộp",
    handled_by="Phòng Kinh tế, Hạ tầng và Đô thị",
    submitter="Trần Thị Bưởi",
    submitter_note="(Nộp trực tuyến, đã xác thực VNeID)",
    receiver="Hoàng Thị Thúy",
    receiver_note="(Ký số)",
    note="Quét mã để xem hồ sơ đang ở bước nào và vì sao hẹn ngày này. Hoặc tra cứu tại Cổng dịch "
    "vụ công tỉnh Thanh Hóa bằng mã hồ sơ và 4 số cuối điện thoại.",
)
SUPPLEMENT = papers.SupplementNote(
    **CENTRE,
    **APPLICANT,
    code=CODE,
    number="18/HDHS",
    procedure=PROCEDURE,
    phone="0912 345 678",
    email="dat@example.vn",
    ordinal=2,
    items=(
        "Bản vẽ mặt bằng móng có ký của chủ trì thiết kế",
        "Ảnh chụp hiện trạng thửa đất, nhìn rõ ranh giới với nhà số 14",
    ),
    reason="Bản vẽ gửi ngày 17/11/2026 chưa thể hiện móng giáp ranh nhà liền kề.",
    respond_by=DUE,
    clock="Thời hạn giải quyết tạm dừng trong thời gian chờ bổ sung.",
    contact="ông Lê Văn Thành, Phòng Kinh tế, Hạ tầng và Đô thị",
    contact_phone="0237 385 1234",
    signer="Lê Văn Thành",
)
REFUSAL = papers.RefusalNote(
    **CENTRE,
    **APPLICANT,
    code=CODE,
    procedure=PROCEDURE,
    phone="0912 345 678",
    email="dat@example.vn",
    reason="Thửa đất số 118, tờ bản đồ số 24 thuộc phạm vi hành lang bảo vệ đê sông Mã.\n"
    "Công trình đề nghị không thuộc trường hợp được cấp phép trong hành lang này.",
    legal_basis="khoản 3 Điều 26 Luật Đê điều 79/2006/QH11",
    guidance="Ông/Bà có thể đề nghị cung cấp thông tin quy hoạch trước khi lập hồ sơ mới.",
    submitter="Trần Thị Bưởi",
    signer="Hoàng Thị Thúy",
)
EXTENSION = papers.Extension(
    **COMMITTEE,
    **CHAIR,
    **APPLICANT,
    number="214/UBND-KTHTĐT",
    code=CODE,
    procedure=PROCEDURE,
    received_at=MADE_AT,
    old_due=DUE,
    new_due=DUE + timedelta(days=5),
    reason="cần xác minh ranh giới thửa đất với Chi nhánh Văn phòng Đăng ký đất đai; văn bản trả "
    "lời dự kiến có ngày 30/11/2026.",
    contact="Phòng Kinh tế, Hạ tầng và Đô thị, điện thoại 0237 385 1234",
    unit="Trung tâm Phục vụ hành chính công phường",
)
STOP = papers.StopNotice(
    **COMMITTEE,
    **CHAIR,
    **APPLICANT,
    number="215/TB-UBND",
    code=CODE,
    procedure=PROCEDURE,
    received_at=MADE_AT,
    reason="Quá thời hạn bổ sung ngày 27/11/2026 mà chưa nhận được nội dung yêu cầu tại Phiếu yêu "
    "cầu bổ sung, hoàn thiện hồ sơ số 18/HDHS.",
    legal_basis="khoản 4 Điều 19 Nghị định 61/2018/NĐ-CP",
    fee="75.000 đ đã nộp được hoàn trả theo quy định, chậm nhất ngày 04/12/2026.",
    papers_back="trả lại tại Trung tâm Phục vụ hành chính công phường từ ngày 30/11/2026.",
    contact="Phòng Kinh tế, Hạ tầng và Đô thị, điện thoại 0237 385 1234",
    unit="Trung tâm Phục vụ hành chính công phường",
)
CONTROL = papers.ControlSlip(
    **CENTRE,
    code=CODE,
    applicant="Nguyễn Văn Đạt",
    procedure=PROCEDURE,
    received_at=MADE_AT,
    due_at=DUE,
    handled_by="Phòng Kinh tế, Hạ tầng và Đô thị",
    joined_by="Chi nhánh Văn phòng Đăng ký đất đai",
    steps=(
        papers.ControlStep(
            title="Chuyển hồ sơ",
            given_unit="Trung tâm Phục vụ hành chính công",
            given_by="Hoàng Thị Thúy",
            taken_unit="Phòng Kinh tế, Hạ tầng và Đô thị",
            taken_by="Lê Văn Thành",
            taken_at=MADE_AT + timedelta(hours=17),
            norm="4 giờ",
            used="3 giờ 40",
            verdict="Trước hạn",
            note="Nhận sau 15 giờ, chuyển đầu ngày làm việc sau",
        ),
        papers.ControlStep(
            title="Thẩm định",
            given_unit="Phòng Kinh tế, Hạ tầng và Đô thị",
            given_by="Lê Văn Thành",
            taken_unit="Lãnh đạo Phòng",
            taken_by="Đỗ Ngọc Ánh",
            taken_at=DUE - timedelta(days=2),
            norm="4 ngày",
            used="5 ngày 2 giờ",
            verdict="Quá hạn",
            note="Chờ ý kiến Chi nhánh Văn phòng Đăng ký đất đai",
        ),
        papers.ControlStep(
            title="Phê duyệt",
            given_unit="Lãnh đạo Phòng",
            given_by="Đỗ Ngọc Ánh",
            taken_unit="Ủy ban nhân dân phường",
            taken_by="Lê Thị Hằng",
            taken_at=None,
            norm="1 ngày",
        ),
    ),
    note="Người giao, người nhận xác nhận bằng tài khoản công vụ; thời gian do hệ thống ghi.",
)


def register(count: int) -> papers.Register:
    """A register of so many dossiers."""
    return papers.Register(
        **COMMITTEE,
        period="Từ ngày 01/11/2026 đến ngày 30/11/2026",
        book="03",
        note="Kết xuất từ hệ thống lúc 15:42 ngày 17/11/2026.",
        rows=tuple(
            papers.RegisterRow(
                code=f"H56.102-261117-{number:04d}",
                procedure=PROCEDURE if number % 2 else "Đăng ký khai sinh",
                applicant=("Nguyễn Văn Đạt", "Trần Thị Bưởi", "Lò Văn Ỏm", "Quách Thị Ửng")[
                    number % 4
                ],
                address="Số 12 đường Hạc Thành, phường Hạc Thành",
                agency="Phòng Kinh tế, Hạ tầng và Đô thị",
                received_at=MADE_AT + timedelta(minutes=7 * number),
                due_at=DUE,
                finished_at=DUE - timedelta(days=1) if number % 3 else None,
                returned_at=DUE - timedelta(hours=2) if number % 3 else None,
                method="Nhận tại Bộ phận Một cửa",
                signed_by="Đã ký nhận" if number % 3 else "",
                note="Đã xin lỗi, hẹn lại" if number % 5 == 0 else "",
            )
            for number in range(1, count + 1)
        ),
    )


APOLOGY = papers.ApologyLetter(
    **COMMITTEE,
    **CHAIR,
    **APPLICANT,
    code=CODE,
    procedure=PROCEDURE,
    old_due=DUE,
    reason="Văn phòng Đăng ký đất đai chưa có văn bản trả lời về ranh giới thửa đất.",
    remedy="đã mời Văn phòng Đăng ký đất đai kiểm tra tại chỗ sáng 30/11/2026.",
    promised=DUE + timedelta(days=5),
    contact="ông Lê Văn Thành, điện thoại 0237 385 1234",
)
NOTICE = papers.TransferNotice(
    **(COMMITTEE | {"made_at": datetime(2025, 6, 30, 8, 0, tzinfo=VIETNAM)}),
    **CHAIR,
    **APPLICANT,
    number="09/TB-UBND",
    code="H56.14-250620-0017",
    procedure=PROCEDURE,
    effective_on=date(2025, 7, 1),
    decision="Nghị quyết về sắp xếp đơn vị hành chính cấp xã của tỉnh Thanh Hóa",
    old_agency="Ủy ban nhân dân phường Điện Biên, thành phố Thanh Hóa",
    new_agency="Ủy ban nhân dân phường Hạc Thành",
    new_address="Số 101 đường Nguyễn Trãi, phường Hạc Thành",
    new_phone="0237 385 1234",
    due_at=datetime(2025, 7, 4, 17, 0, tzinfo=VIETNAM),
    return_to="Trung tâm Phục vụ hành chính công phường Hạc Thành",
)
CASE_LIST = papers.CaseList(
    **CENTRE,
    holder="Nguyễn Văn Đạt",
    holder_number="038•••••••145",
    period="Từ ngày 01/01/2026 đến ngày 17/11/2026",
    note="Danh sách in từ tài khoản của người nộp, dùng để theo dõi.",
    rows=(
        papers.CaseLine(
            code=CODE,
            procedure=PROCEDURE,
            agency="Ủy ban nhân dân phường Hạc Thành",
            submitted_at=MADE_AT,
            due_at=DUE,
            state="Đang xử lý",
        ),
        papers.CaseLine(
            code="H56.102-260302-0008",
            procedure="Đăng ký khai sinh",
            agency="Ủy ban nhân dân phường Hạc Thành",
            submitted_at=datetime(2026, 3, 2, 9, 5, tzinfo=VIETNAM),
            due_at=datetime(2026, 3, 2, 17, 0, tzinfo=VIETNAM),
            returned_at=datetime(2026, 3, 2, 16, 30, tzinfo=VIETNAM),
            state="Đã trả kết quả",
        ),
    ),
)
BIRTH: dict[str, Any] = {
    "child_name": "Nguyễn Khánh Huyền",
    "child_born": date(2026, 11, 8),
    "child_sex": "Nữ",
    "child_ethnic": "Kinh",
    "child_nationality": "Việt Nam",
    "child_birthplace": "Bệnh viện Phụ sản Thanh Hóa, phường Hạc Thành, tỉnh Thanh Hóa",
    "child_origin": "xã Lưu Vệ, tỉnh Thanh Hóa",
    "child_number": "038326000127",
    "mother_name": "Trần Thị Bưởi",
    "mother_born": "1996",
    "mother_ethnic": "Mường",
    "mother_nationality": "Việt Nam",
    "mother_home": "Số 12 đường Hạc Thành, phường Hạc Thành, tỉnh Thanh Hóa",
    "father_name": "Nguyễn Văn Đạt",
    "father_born": "1993",
    "father_ethnic": "Kinh",
    "father_nationality": "Việt Nam",
    "father_home": "Tổ dân phố 3, phường Hạc Thành, tỉnh Thanh Hóa",
    "registered_at": "Ủy ban nhân dân phường Hạc Thành, tỉnh Thanh Hóa",
    "registered_on": date(2026, 11, 17),
}
BIRTH_CERTIFICATE = papers.BirthCertificate(
    **COMMITTEE,
    **CHAIR,
    **BIRTH,
    number="412/2026",
    declarant="Nguyễn Văn Đạt",
    declarant_paper="Thẻ căn cước 038093001145, Bộ Công an cấp ngày 12/05/2024",
)
BIRTH_EXTRACT = papers.BirthExtract(
    **COMMITTEE, **CHAIR, **BIRTH, number="87/TLKS-BS", register_number="412/2026, quyển 02"
)
MARITAL = papers.MaritalStatus(
    **COMMITTEE,
    **CHAIR,
    number="133/UBND-XNTTHN",
    declarant="Quách Thị Ửng",
    person_name="Quách Thị Ửng",
    person_born=date(1999, 2, 4),
    person_sex="Nữ",
    person_ethnic="Mường",
    person_nationality="Việt Nam",
    person_number="038199004512",
    person_home="Thôn Đồng Tâm, xã Cẩm Thủy, tỉnh Thanh Hóa",
    during="từ ngày 04/02/2017 đến nay",
    status="Chưa đăng ký kết hôn với ai",
    purpose="đăng ký kết hôn với anh Lò Văn Ỏm, sinh năm 1997",
)
HOUSEHOLD = papers.HouseholdBusiness(
    **COMMITTEE,
    **CHAIR,
    number="56/ĐKHKD",
    business_code="038199004512",
    business_name="HỘ KINH DOANH NEM CHUA BÀ ỬNG",
    business_address="Số 45 phố Cầu Đất, phường Hạc Thành, tỉnh Thanh Hóa",
    trades=("Sản xuất nem chua (1010)", "Bán lẻ thực phẩm trong cửa hàng chuyên doanh (4722)"),
    capital=250_000_000,
    phone="0912 345 678",
    email="nemchua.baung@example.vn",
    owner_name="QUÁCH THỊ ỬNG",
    owner_sex="Nữ",
    owner_born=date(1999, 2, 4),
    owner_ethnic="Mường",
    owner_number="038199004512",
    owner_home="Thôn Đồng Tâm, xã Cẩm Thủy, tỉnh Thanh Hóa",
    registered_on=date(2024, 5, 6),
    changes=1,
    changed_on=date(2026, 11, 17),
)
PERMIT = papers.ConstructionPermit(
    **COMMITTEE,
    **CHAIR,
    number="31/GPXD",
    owner_name="Nguyễn Văn Đạt",
    owner_home="Số 12 đường Hạc Thành, phường Hạc Thành, tỉnh Thanh Hóa",
    work="Nhà ở riêng lẻ, 3 tầng",
    design="Hồ sơ thiết kế số 07/2026/TK ngày 02/11/2026",
    designer="Công ty Cổ phần Tư vấn Xây dựng Hàm Rồng",
    site="Số 12 đường Hạc Thành, phường Hạc Thành, tỉnh Thanh Hóa",
    plot="số 118, tờ bản đồ số 24",
    base_level="+0,45 m so với mặt hè",
    built_area="86,5 m²",
    floor_area="248,7 m²",
    height="11,7 m",
    storeys="3",
    density="78%",
    red_line="trùng ranh giới phía đường Hạc Thành",
    building_line="lùi 1,2 m so với chỉ giới đường đỏ",
    land_paper="Giấy chứng nhận số DD 123456 cấp ngày 03/09/2021",
    conditions=(
        "Thực hiện đúng giấy phép và pháp luật về xây dựng",
        "Thông báo ngày khởi công cho Ủy ban nhân dân phường trước 03 ngày làm việc",
    ),
)
DECISION = papers.Decision(
    **COMMITTEE,
    **(CHAIR | {"signer_authority": ""}),
    number="1207/QĐ-UBND",
    heading="Quyết định",
    subject="Về việc trợ cấp xã hội hằng tháng",
    issuer="Chủ tịch Ủy ban nhân dân phường Hạc Thành",
    code=CODE,
    grounds=(
        "Căn cứ Luật Tổ chức chính quyền địa phương 72/2025/QH15;",
        "Căn cứ Nghị định 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ;",
    ),
    articles=(
        "Trợ cấp xã hội hằng tháng cho bà Trần Thị Bưởi, mức 750.000 đ mỗi tháng.",
        "Phòng Văn hóa – Xã hội và bà Trần Thị Bưởi chịu trách nhiệm thi hành Quyết định này./.",
    ),
    recipients=("Như Điều 2;", "Kho bạc Nhà nước khu vực XI;"),
)
CONFIRMATION = papers.Decision(
    **COMMITTEE,
    **CHAIR,
    heading="Thông báo",
    subject="Kết quả giải quyết thủ tục hành chính",
    to="Bà Trần Thị Bưởi",
    paragraphs=(
        "Ủy ban nhân dân phường Hạc Thành đã xác nhận khuyết tật mức độ nặng.",
        "Giấy xác nhận khuyết tật được trả tại Trung tâm Phục vụ hành chính công phường.",
    ),
    recipients=("Như trên;",),
)
REFUSED = papers.RefusalResult(
    **COMMITTEE,
    **CHAIR,
    number="216/TB-UBND",
    to="Ông Nguyễn Văn Đạt",
    code=CODE,
    procedure=PROCEDURE,
    reason="Thiết kế vượt mật độ xây dựng tối đa của khu vực là 80%.",
    legal_basis="Quy chế quản lý kiến trúc đô thị phường Hạc Thành",
    guidance="Ông/Bà có thể nộp lại sau khi điều chỉnh thiết kế.",
    recipients=("Như trên;", "Trung tâm Phục vụ hành chính công phường;"),
)
_CENTRE_SIGNED = papers.ApologyLetter(
    **CENTRE,
    **HEAD,
    applicant="Lò Văn Ỏm",
    code=CODE,
    procedure="Đăng ký khai sinh",
    old_due=DUE,
    reason="Nhầm hồ sơ khi chuyển.",
)

SAMPLES: tuple[papers.Paper, ...] = (
    RECEIPT,
    SUPPLEMENT,
    REFUSAL,
    EXTENSION,
    STOP,
    CONTROL,
    register(60),
    APOLOGY,
    NOTICE,
    CASE_LIST,
    BIRTH_CERTIFICATE,
    BIRTH_EXTRACT,
    MARITAL,
    HOUSEHOLD,
    PERMIT,
    DECISION,
    CONFIRMATION,
    REFUSED,
    _CENTRE_SIGNED,
)
