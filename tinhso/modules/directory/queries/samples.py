"""Officers of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tinhso.modules.directory.models import OfficerVersion
from tinhso.modules.directory.queries.cards import organisation_cards
from tinhso.modules.directory.queries.posts import posts_of_many

SHOWN = (
    ("Trịnh Thu Hà", "counter_clerk"),
    ("Lê Thị Hồng", "specialist"),
    ("Lê Văn Thành", "specialist"),
    ("Trần Quốc Bảo", "division_head"),
    ("Nguyễn Minh Tuấn", "leader"),
    ("Phạm Thị Nga", "clerk"),
    ("Đỗ Thị Minh", "specialist"),
    ("Hoàng Trọng Sơn", "division_head"),
    ("Bùi Gia Huy", "leader"),
    ("Mai Hồng Thu", "clerk"),
    ("Vũ Đức Long", "province_admin"),
    ("Đặng Tuyết Mai", "province_admin"),  # what needs a second person's approval can be tried
)


@dataclass(frozen=True, slots=True)
class SampleOfficer:
    """An officer to sign in as."""

    officer_id: int
    employee_code: str
    full_name: str
    title: str
    role: str
    organisation_id: int
    organisation_name: str


def sample_officers(on: date) -> list[SampleOfficer]:
    """The officers of the demonstration with the post that names them. Five queries."""
    rows = (
        OfficerVersion.objects.as_of(on)
        .filter(officer__is_demo=True, full_name__in=[name for name, _role in SHOWN])
        .select_related("officer")
        .order_by("officer_id")
    )
    posts = posts_of_many([row.officer_id for row in rows], on)
    found: list[SampleOfficer] = []
    for name, role in SHOWN:
        for row in rows:
            post = next((p for p in posts[row.officer_id] if role in p.roles), None)
            if row.full_name != name or post is None:
                continue
            place = organisation_cards([post.organisation_id], on)[post.organisation_id]
            found.append(
                SampleOfficer(
                    officer_id=row.officer_id,
                    employee_code=row.officer.employee_code,
                    full_name=name,
                    title=post.title,
                    role=role,
                    organisation_id=post.organisation_id,
                    organisation_name=place.name,
                )
            )
            break
    return found
