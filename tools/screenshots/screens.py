"""Which screens there are: by person, the name of the picture and the address."""

from __future__ import annotations

SCREENS: dict[str, dict[str, str]] = {
    "": {
        "home": "/",
        "home-english": "/?lang=en",
        "search": "/thu-tuc/?q=khaisinh",
        "fields": "/thu-tuc/linh-vuc/",
        "procedure": "/thu-tuc/1.001193/",
        "lookup": "/tra-cuu/",
        "figures": "/so-lieu/",
        "help": "/tro-giup/",
        "accessibility": "/kha-nang-tiep-can/",
        "privacy": "/du-lieu-ca-nhan/",
        "sign-in": "/dang-nhap/",
        "registration": "/dang-ky/",
        "forgotten-password": "/quen-mat-khau/",
        "not-found": "/khong-co-trang-nay/",
    },
    "hoa.nguyen": {
        "my-cases": "/ho-so/",
        "apply": "/nop-ho-so/1.001193/",
        "account": "/tai-khoan/",
        "security": "/tai-khoan/bao-mat/",
        "inbox": "/thong-bao/",
        "notice-choices": "/thong-bao/tuy-chon/",
    },
    "ha.trinh": {
        "to-accept": "/tiep-nhan/",
        "counter": "/tiep-nhan/tai-quay/",
        "counter-receive": "/tiep-nhan/tai-quay/1.013225/",
        "to-supplement": "/tiep-nhan/bo-sung/",
        "to-return": "/tiep-nhan/tra-ket-qua/",
    },
    "hong.le": {"registrar-work": "/xu-ly/", "registrar-unit": "/xu-ly/phong/"},
    "thanh.le": {
        "work-list": "/xu-ly/",
        "unit-work": "/xu-ly/phong/",
        "overdue": "/xu-ly/qua-han/",
        "all-cases": "/xu-ly/tat-ca/",
        "handovers": "/xu-ly/ban-giao/",
    },
    "bao.tran": {"head-work": "/xu-ly/", "head-unit": "/xu-ly/phong/"},
    "minh.do": {"opinions": "/xu-ly/y-kien/"},
    "tuan.nguyen": {
        "overview": "/lanh-dao/",
        "approvals": "/lanh-dao/cho-duyet/",
        "statistics": "/thong-ke/",
        "register": "/thong-ke/so-theo-doi/",
    },
    "long.vu": {
        "accounts": "/tai-khoan/quan-ly/",
        "rights": "/tai-khoan/quyen/",
        "processes": "/quy-trinh/",
        "process": "/quy-trinh/commune-standard/",
        "message-texts": "/thong-bao/loi-thong-bao/",
    },
}

# Lists whose first line leads to a screen of its own.
FIRST_OF: dict[str, dict[str, str]] = {
    "hoa.nguyen": {"my-case": "/ho-so/"},
    "ha.trinh": {"check": "/tiep-nhan/", "hand-out": "/tiep-nhan/tra-ket-qua/"},
    "thanh.le": {"dossier": "/xu-ly/tat-ca/"},
}
