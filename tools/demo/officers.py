"""More officers in the posts that take any number: specialists and the counters' clerks."""

from __future__ import annotations

from tinhso.kernel.text import fold, name_sort_key

_SOURCE = "Dữ liệu mẫu"
_OFFICER = "COPY directory_officer (id, employee_code, is_demo) FROM STDIN"
_VERSION = (
    "COPY directory_officerversion (recorded, decision, recorded_by, validity, end_decision,"
    " full_name, gender, standing, grade, qualification, email, phone, search, sort_key,"
    " officer_id) FROM STDIN"
)
_HOLDING = (
    "COPY directory_postholding (recorded, decision, recorded_by, validity, end_decision, kind,"
    " officer_id, position_id) FROM STDIN"
)


def add_officers(cursor: object, wanted: int) -> int:
    """Officers until the province has `wanted` of them; needs `demo_name`. Returns how many."""
    cursor.execute("SELECT count(*), coalesce(max(id), 0) FROM directory_officer")  # type: ignore[attr-defined]
    present, last = cursor.fetchone()  # type: ignore[attr-defined]
    if present >= wanted:
        return 0
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT position_id FROM directory_positionversion WHERE upper_inf(recorded)"
        " AND validity @> current_date AND seats IS NULL"
        " AND roles && ARRAY['specialist', 'counter_clerk']::varchar[] ORDER BY position_id"
    )
    posts = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT name FROM demo_name ORDER BY n LIMIT %s", [wanted - present]
    )
    names = [row[0] for row in cursor.fetchall()]  # type: ignore[attr-defined]
    cursor.execute("SELECT now(), current_date - 365")  # type: ignore[attr-defined]
    now, since = cursor.fetchone()  # type: ignore[attr-defined]
    people = [
        (last + place, f"TH{last + place:06d}", name) for place, name in enumerate(names, start=1)
    ]
    # `[moment,)`: known from now on, held for a year already.
    known, held = f"[{now.isoformat()},)", f"[{since.isoformat()},)"
    with cursor.copy(_OFFICER) as copy:  # type: ignore[attr-defined]
        for officer, code, _name in people:
            copy.write_row((officer, code, True))
    with cursor.copy(_VERSION) as copy:  # type: ignore[attr-defined]
        for officer, code, name in people:
            search, key = fold(f"{name} {code}"), name_sort_key(name)
            head = (known, _SOURCE, "make demo", "(,)", "", name, "", "civil_servant")
            copy.write_row((*head, "Chuyên viên", "", "", "", search, key, officer))
    with cursor.copy(_HOLDING) as copy:  # type: ignore[attr-defined]
        for place, (officer, _code, _name) in enumerate(people):
            post = posts[place % len(posts)]
            copy.write_row((known, _SOURCE, "make demo", held, "", "principal", officer, post))
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT setval(pg_get_serial_sequence('directory_officer', 'id'),"
        " (SELECT max(id) FROM directory_officer))"
    )
    return len(people)
