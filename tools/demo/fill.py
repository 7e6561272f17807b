"""Generates dossiers inside PostgreSQL: lists of names and places go up, rows never leave it.

What is believable: names by their national shares, procedures by how often they are used, agencies
by their level, submissions in working hours over two years, terms of the real catalogue, most
finished, some late, the open ones in the hands of officers who hold the step's role there. What is
simplified: nothing is dated
today, so that series in use are left alone; due moments are reckoned in plain working days without
holidays (marked in the account as generated), so a generated dossier never enters the statistics
of law.
"""

from __future__ import annotations

import csv
import json
import random
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from tinhso.kernel.text import fold
from tools.demo.officers import add_officers

DATA = Path(__file__).parents[2] / "tinhso" / "data"
PROCEDURES = 160
MIDDLES = {
    "M": ("Văn", "Đức", "Quang", "Minh", "Xuân", "Hữu"),
    "F": ("Thị", "Thu", "Ngọc", "Thanh"),
}
SEED = 20_251_124


def fill(
    number: int, *, officers: int = 0, until: date | None = None
) -> Iterator[tuple[str, int, float]]:
    """Generate `number` dossiers up to the day, and officers until there are `officers`.

    Yields (what, rows, seconds).
    """
    day = until or date.today()  # noqa: DTZ011 - a generator is an entry point
    steps = (
        ("người", _people),
        ("cán bộ thêm", lambda cursor: add_officers(cursor, officers)),
        ("thủ tục", _procedures),
        ("cơ quan và cán bộ", _offices),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        for title, make in steps:
            began = time.perf_counter()
            rows = make(cursor)
            yield title, rows, time.perf_counter() - began
        first = _first_free(cursor)
        for title, sql in _statements(number, first, day):
            began = time.perf_counter()
            cursor.execute(sql)
            yield title, cursor.rowcount, time.perf_counter() - began
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute("ANALYZE cases_case, cases_casestep, cases_casemovement, cases_caseclock")
        yield "ANALYZE", 0, time.perf_counter() - began


def _people(cursor: object) -> int:
    """20,000 invented names with their folded form, drawn by national shares."""
    dice = random.Random(SEED)
    folder = DATA / "names"
    families = _rows(folder / "family_names_national_share.csv")
    given = _rows(folder / "given_names_dak_lak_sample.csv")
    surnames = dice.choices(
        [row["family_name"] for row in families],
        [float(row["percent"]) for row in families],
        k=20_000,
    )
    firsts = dice.choices(given, [float(row["percent"]) for row in given], k=20_000)
    names = [
        f"{surname} {dice.choice(MIDDLES[first['sex']])} {first['given_name']}"
        for surname, first in zip(surnames, firsts, strict=True)
    ]
    cursor.execute("CREATE TEMP TABLE demo_name (n int PRIMARY KEY, name text, folded text)")  # type: ignore[attr-defined]
    with cursor.copy("COPY demo_name (n, name, folded) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for place, name in enumerate(names):
            copy.write_row((place, name, fold(name)))
    return len(names)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _procedures(cursor: object) -> int:
    """The most used procedures of commune and province level, with their terms in working days."""
    cursor.execute(  # type: ignore[attr-defined]
        """
        SELECT DISTINCT ON (p.id) p.id, v.id, v.short_name, v.field_code, v.level, v.term,
               coalesce(p.weight, 0)
        FROM procedures_procedure p JOIN procedures_procedureversion v ON v.procedure_id = p.id
        WHERE v.state = 'approved' AND NOT p.is_central ORDER BY p.id, v.id DESC
        """
    )
    found = cursor.fetchall()  # type: ignore[attr-defined]
    found.sort(key=lambda row: (-row[6], row[0]))
    dice = random.Random(SEED)
    rest = found[40:]
    dice.shuffle(rest)
    chosen = found[:40] + rest[: PROCEDURES - 40]
    cursor.execute(  # type: ignore[attr-defined]
        "CREATE TEMP TABLE demo_procedure (n serial, id bigint, version_id bigint, name text,"
        " folded text, field text, level text, term jsonb, days int, share float8)"
    )
    total = 0.0
    with cursor.copy(  # type: ignore[attr-defined]
        "COPY demo_procedure (id, version_id, name, folded, field, level, term, days, share)"
        " FROM STDIN"
    ) as copy:
        for place, (id_, version, name, field, level, term, _weight) in enumerate(chosen):
            total += 1.0 / (place + 1) ** 0.8
            plain = term if isinstance(term, dict) else json.loads(term)
            copy.write_row(
                (
                    id_,
                    version,
                    name[:120],
                    fold(name),
                    field,
                    level,
                    json.dumps(plain),
                    _days(plain),
                    total,
                )
            )
    cursor.execute("UPDATE demo_procedure SET share = share / %s", [total])  # type: ignore[attr-defined]
    cursor.execute("CREATE UNIQUE INDEX ON demo_procedure (share); ANALYZE demo_procedure")  # type: ignore[attr-defined]
    return len(chosen)


def _days(term: dict[str, object]) -> int:
    amount = int(str(term.get("amount", 0)) or 0)
    unit = term.get("unit")
    if unit == "working_hours":
        return max(1, amount // 8)
    if unit == "calendar_days":
        return max(1, amount * 5 // 7)
    return max(1, amount * 22 if unit == "months" else amount)


def _offices(cursor: object) -> int:
    """Agencies that receive, and one officer for each step role of each of their units."""
    cursor.execute(  # type: ignore[attr-defined]
        """
        CREATE TEMP TABLE demo_office AS
        SELECT row_number() OVER (ORDER BY organisation_id) - 1 AS n, organisation_id AS id, code,
               name, CASE kind WHEN 'commune_committee' THEN 'commune' ELSE 'province' END AS level
        FROM directory_organisationversion
        WHERE upper_inf(recorded) AND validity @> current_date
          AND kind IN ('commune_committee', 'department') AND code LIKE 'H56.%';
        CREATE TEMP TABLE demo_holder AS
        WITH RECURSIVE tree AS (
          SELECT id AS office, id AS unit FROM demo_office
          UNION ALL
          SELECT tree.office, v.organisation_id FROM tree
          JOIN directory_organisationversion v ON v.parent_id = tree.unit
            AND upper_inf(v.recorded) AND v.validity @> current_date)
        SELECT tree.office, tree.unit, role, h.officer_id, o.full_name, p.title,
               row_number() OVER (PARTITION BY tree.office, role ORDER BY h.officer_id) - 1 AS n,
               count(*) OVER (PARTITION BY tree.office, role) AS of
        FROM tree
        JOIN directory_positionversion p ON p.organisation_id = tree.unit
          AND upper_inf(p.recorded) AND p.validity @> current_date
        CROSS JOIN LATERAL unnest(p.roles) AS role
        JOIN directory_postholding h ON h.position_id = p.position_id
          AND upper_inf(h.recorded) AND h.validity @> current_date
        JOIN directory_officerversion o ON o.officer_id = h.officer_id
          AND upper_inf(o.recorded) AND o.validity @> current_date;
        CREATE INDEX ON demo_holder (office, role, n);
        SELECT count(*) FROM demo_holder;
        """
    )
    return int(cursor.rowcount)  # type: ignore[attr-defined]


def _first_free(cursor: object) -> int:
    """Where this run's ordinals begin: after those of earlier runs, which stay as they are."""
    cursor.execute(  # type: ignore[attr-defined]
        "SELECT coalesce(max(substring(submission_key FROM 6)::bigint), 0) + 1"
        " FROM cases_case WHERE submission_key LIKE 'demo:%'"
    )
    return int(cursor.fetchone()[0])  # type: ignore[attr-defined]


def _statements(number: int, first: int, day: date) -> Iterator[tuple[str, str]]:
    """The SQL that makes the rows, with what each makes."""
    yield "bản phác hồ sơ", _SKETCH.format(number=number, first=first, day=day.isoformat())
    yield "hồ sơ", _CASES
    yield "dãy số", _SERIES
    yield "bước xử lý", _STEPS
    yield "đồng hồ", _CLOCKS
    yield "diễn biến", _MOVEMENTS


# Offices with sample people come first and are the busiest: a newcomer's work lists are not empty.
_SKETCH = """
CREATE TEMP TABLE demo_sketch AS
WITH base AS (
  SELECT g, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5,
         random() AS r6, random() AS r7
  FROM generate_series({first}, {first} + {number} - 1) g),
dated AS (
  SELECT base.*,
    (date '{day}' - 1 - ((1 - sqrt(r1)) * 730)::int)::date AS d,
    time '07:30' + (r2 * 570) * interval '1 minute' AS t
  FROM base),
worked AS (
  SELECT dated.*, CASE extract(isodow FROM d) WHEN 6 THEN d - 1 WHEN 7 THEN d - 2 ELSE d END AS wd
  FROM dated),
picked AS (
  SELECT w.*, p.id AS procedure_id, p.version_id, p.name AS procedure_name,
         p.folded AS procedure_folded, p.field, p.level, p.term, p.days
  FROM worked w
  JOIN LATERAL (SELECT * FROM demo_procedure q WHERE q.share >= w.r3 ORDER BY q.share LIMIT 1) p
    ON true),
sized AS (
  SELECT level, count(*) AS offices FROM demo_office GROUP BY level),
numbered AS (
  SELECT o.*, row_number() OVER (PARTITION BY level ORDER BY EXISTS (
      SELECT FROM demo_holder h JOIN identity_account a ON a.officer_id = h.officer_id
      WHERE h.office = o.id) DESC, id) - 1 AS k
  FROM demo_office o)
SELECT coalesce((SELECT last FROM kernel_numberseries
    WHERE key = 'case:' || o.code || ':' || to_char(picked.wd, 'YYMMDD')), 0)
    + row_number() OVER (PARTITION BY o.id, picked.wd ORDER BY picked.t, picked.g) AS ordinal,
  picked.g, picked.wd,
  ((picked.wd + picked.t) AT TIME ZONE 'Asia/Ho_Chi_Minh') AS submitted_at,
  picked.procedure_id, picked.version_id, picked.procedure_name, picked.procedure_folded,
  picked.field, picked.term, picked.days, picked.level,
  o.id AS office, o.code AS office_code, o.name AS office_name,
  n.name AS person, n.folded AS person_folded,
  '038' || lpad((picked.r4 * 999999999)::bigint::text, 9, '0') AS person_number,
  '09' || lpad((picked.r5 * 99999999)::bigint::text, 8, '0') AS phone,
  CASE WHEN picked.r6 < 0.55 THEN 'online' WHEN picked.r6 < 0.9 THEN 'counter'
       WHEN picked.r6 < 0.97 THEN 'portal' ELSE 'postal' END AS channel,
  ((picked.wd + ((picked.days / 5) * 7 + picked.days % 5
     + CASE WHEN extract(isodow FROM picked.wd) + picked.days % 5 > 5 THEN 2 ELSE 0 END)::int)
     + time '17:30') AT TIME ZONE 'Asia/Ho_Chi_Minh' AS due_at,
  picked.r7 AS fate, picked.r2 AS wait
FROM picked
JOIN sized ON sized.level
  = CASE WHEN picked.level IN ('xa', 'commune') THEN 'commune' ELSE 'province' END
JOIN numbered o ON o.level = sized.level AND o.k = floor(power(picked.r5, 1.7) * sized.offices)::int
JOIN demo_name n ON n.n = (picked.r4 * 20000)::int % 20000;
CREATE INDEX ON demo_sketch (g);
ANALYZE demo_sketch
"""

# Fates: an open dossier is one whose due moment lies ahead, or one of the few that are late.
_CASES = """
INSERT INTO cases_case (public_id, code, procedure_id, procedure_version_id, procedure_name,
  field_code, process_version_id, channel, return_method, return_address, state, finance, delivery,
  sync, portal_code, applicant_name, applicant_kind, applicant_number, applicant_number_hash,
  applicant_phone, applicant_email, applicant_address, submitter_name, summary, answers,
  sets_of_papers, receiving_organisation_id, handling_organisation_id, submitted_at, accepted_at,
  due_at, promised_at, finished_at, returned_at, supplement_count, extension_count, step_code,
  step_title, step_role, step_due_at, unit_id, holder_officer_id, waiting_for, version,
  submission_key, search_text)
SELECT gen_random_uuid(), s.office_code || '-' || to_char(s.wd, 'YYMMDD') || '-'
    || lpad(s.ordinal::text, 4, '0'),
  s.procedure_id, s.version_id, s.procedure_name, s.field, pv.id, s.channel,
  CASE WHEN s.channel IN ('online', 'portal') THEN 'online' ELSE 'counter' END, '',
  f.state, 'none', CASE f.state WHEN 9 THEN 'ready' WHEN 10 THEN 'delivered' ELSE 'none' END,
  'local', '', s.person, 'citizen', '',
  encode(sha256(convert_to('demo' || s.person_number, 'UTF8')), 'hex'), s.phone, '', s.office_name,
  '', '', '{}', 1, s.office, s.office, s.submitted_at,
  CASE WHEN f.state IN (1, 3) THEN NULL ELSE s.submitted_at + interval '40 minutes' END,
  CASE WHEN f.state IN (1, 3) THEN NULL ELSE s.due_at END,
  CASE WHEN f.state IN (1, 3) THEN NULL ELSE s.due_at END,
  CASE WHEN f.state IN (3, 7, 8, 9, 10) THEN f.ended END,
  CASE WHEN f.state = 10 THEN f.ended + interval '1 day' END,
  CASE WHEN f.state = 5 THEN 1 ELSE 0 END, 0,
  CASE WHEN f.state IN (2, 4, 5) THEN st.code ELSE '' END,
  CASE WHEN f.state IN (2, 4, 5) THEN st.title ELSE '' END,
  CASE WHEN f.state IN (2, 4, 5) THEN st.role ELSE '' END,
  CASE WHEN f.state IN (2, 4) THEN least(s.due_at, s.submitted_at + interval '2 days') END,
  CASE WHEN f.state IN (2, 4, 5) THEN coalesce(h.unit, s.office)
       WHEN f.state IN (1, 9) THEN s.office END,
  CASE WHEN f.state IN (4, 5) THEN h.officer_id END,
  CASE WHEN f.state = 5 THEN 'applicant' ELSE '' END, 3, 'demo:' || s.g,
  s.person_folded || ' ' || s.procedure_folded
FROM demo_sketch s
CROSS JOIN LATERAL (
  SELECT CASE
      WHEN s.due_at > now() THEN
        CASE WHEN s.fate < 0.06 THEN 1 WHEN s.fate < 0.12 THEN 2 WHEN s.fate < 0.40 THEN 4
             WHEN s.fate < 0.46 THEN 5 WHEN s.fate < 0.60 THEN 9 ELSE 10 END
      WHEN s.fate < 0.002 THEN 4 WHEN s.fate < 0.022 THEN 3 WHEN s.fate < 0.032 THEN 8
      WHEN s.fate < 0.040 THEN 7 WHEN s.fate < 0.060 THEN 9 ELSE 10 END AS state,
    least(now(), CASE WHEN s.fate > 0.975 THEN s.due_at + interval '1 day'
      ELSE greatest(s.submitted_at + interval '2 hours',
                    s.due_at - (s.due_at - s.submitted_at) * 0.7 * s.wait) END) AS ended) f
JOIN LATERAL (
  SELECT id, definition FROM cases_processversion
  WHERE status = 'approved' AND code = CASE
    WHEN s.level NOT IN ('xa', 'commune') THEN 'department-standard'
    WHEN s.field IN ('G15-TP07', 'G15-TP03') THEN 'commune-same-day' ELSE 'commune-standard' END
  ORDER BY version DESC LIMIT 1) pv ON true
CROSS JOIN LATERAL (
  SELECT e->>'code' AS code, e->>'title' AS title, e->>'role' AS role
  FROM jsonb_array_elements(pv.definition->'steps') WITH ORDINALITY AS x(e, k)
  WHERE k = 1 + (s.g % 3) % jsonb_array_length(pv.definition->'steps')) st
LEFT JOIN LATERAL (
  SELECT unit, officer_id FROM demo_holder d
  WHERE d.office = s.office AND d.role = st.role AND d.n = s.g % d.of LIMIT 1) h ON true
"""

_SERIES = """
INSERT INTO kernel_numberseries (key, last, is_closed)
SELECT 'case:' || office_code || ':' || to_char(wd, 'YYMMDD'), max(ordinal), false
FROM demo_sketch GROUP BY 1
ON CONFLICT (key) DO UPDATE SET last = greatest(kernel_numberseries.last, excluded.last)
"""

_STEPS = """
INSERT INTO cases_casestep (case_id, step_code, title, role, unit_id, organisation_id,
  holder_officer_id, holder_name, holder_title, entered_at, taken_at, due_at, left_at, left_by,
  norm_minutes, used_minutes, pauses, note)
SELECT c.id, c.step_code, c.step_title, c.step_role,
  coalesce(c.unit_id, c.handling_organisation_id),
  c.handling_organisation_id, c.holder_officer_id, '', '', c.accepted_at, c.accepted_at,
  c.step_due_at, NULL, '', 480, NULL, '[]', ''
FROM cases_case c JOIN demo_sketch s ON c.submission_key = 'demo:' || s.g
WHERE c.state IN (2, 4, 5)
"""

_CLOCKS = """
INSERT INTO cases_caseclock (case_id, kind, organisation_id, term, events, started_at, due_at,
  ended_at, account, calendar_version, reckoned_at)
SELECT c.id, 'statutory', c.handling_organisation_id, s.term,
  jsonb_build_array(jsonb_build_object('kind', 'received', 'key', '', 'at', c.accepted_at)),
  c.accepted_at, c.due_at, c.finished_at, '{}', 'demo', c.accepted_at
FROM cases_case c JOIN demo_sketch s ON c.submission_key = 'demo:' || s.g
WHERE c.accepted_at IS NOT NULL
"""

_MOVEMENTS = """
INSERT INTO cases_casemovement (case_id, at, action, title, from_state, to_state, step_code, note,
  is_public, actor_name, actor_title, officer_id, organisation_id, organisation_name, facts)
SELECT c.id, m.at, m.action, m.title, m.before, m.after, '', '', true,
  CASE m.action WHEN 'submit' THEN c.applicant_name ELSE 'Cán bộ một cửa' END, '', NULL,
  c.handling_organisation_id, c.applicant_address, '{}'
FROM cases_case c JOIN demo_sketch s ON c.submission_key = 'demo:' || s.g
CROSS JOIN LATERAL (VALUES
  (c.submitted_at, 'submit', 'Nộp hồ sơ', NULL::int, 1),
  (c.accepted_at, 'accept', 'Tiếp nhận, cấp mã hồ sơ', 1, 2),
  (c.finished_at, 'finish', 'Đã có kết quả', 4, c.state)) AS m(at, action, title, before, after)
WHERE m.at IS NOT NULL
"""
