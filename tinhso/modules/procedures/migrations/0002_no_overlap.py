"""No two current rows of one thing hold at the same time; validity is never empty."""

from django.db import migrations

_EXCLUDE = """
ALTER TABLE {table} ADD CONSTRAINT {table}_no_overlap EXCLUDE USING gist (
    {key} WITH {operator}, validity WITH &&
) WHERE ({where})
"""

TABLES = (
    (
        "procedures_versionperiod",
        "int8range(procedure_id, procedure_id, '[]')",
        "&&",
        "upper_inf(recorded)",
    ),
    (
        "procedures_localoverlay",
        "int8range(procedure_id, procedure_id, '[]')",
        "&&",
        "upper_inf(recorded) AND state = 'approved'",
    ),
    (
        "procedures_formversion",
        "int8range(form_id, form_id, '[]')",
        "&&",
        "upper_inf(recorded) AND state = 'approved'",
    ),
)


def _statements(table: str, key: str, operator: str, where: str) -> list[tuple[str, str]]:
    return [
        (
            _EXCLUDE.format(table=table, key=key, operator=operator, where=where),
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_no_overlap",
        ),
        (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_validity_not_empty"
            " CHECK (NOT isempty(validity))",
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_validity_not_empty",
        ),
        (
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_recorded_not_empty"
            " CHECK (NOT isempty(recorded))",
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_recorded_not_empty",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [
        migrations.RunSQL(sql, reverse) for table in TABLES for sql, reverse in _statements(*table)
    ]
