"""What the database itself refuses: two facts at once for a key, edits and deletions of history."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField
from django.db import migrations
from django.db.models import F, Func, Q


class KeyRange(Func):
    """A bigint key as a range of one number: GiST in core PostgreSQL knows ranges, not `=`."""

    template = "int8range(%(expressions)s, %(expressions)s, '[]')"
    output_field = BigIntegerRangeField()


class NullableKeyRange(KeyRange):
    """A bigint key that may be empty, where empty is a key too (the whole province)."""

    template = "int8range(COALESCE(%(expressions)s, 0), COALESCE(%(expressions)s, 0), '[]')"


class TextKeyRange(KeyRange):
    """A text key by its 63-bit hash; that two codes ever share one does not happen in practice."""

    template = (
        "int8range(hashtextextended(%(expressions)s, 0) >> 1,"
        " hashtextextended(%(expressions)s, 0) >> 1, '[]')"
    )


def no_overlap(name: str, *keys: str | KeyRange) -> ExclusionConstraint:
    """At most one currently known fact for the key on any day. Bigint columns or key ranges."""
    ranges = [KeyRange(F(key)) if isinstance(key, str) else key for key in keys]
    return ExclusionConstraint(
        name=name,
        expressions=[*((key, "&&") for key in ranges), ("validity", "&&")],
        condition=Q(recorded__upper_inf=True),
    )


def not_twice(name: str, *keys: str | KeyRange) -> ExclusionConstraint:
    """At most one currently known fact for the key, for facts without a span."""
    ranges = [KeyRange(F(key)) if isinstance(key, str) else key for key in keys]
    return ExclusionConstraint(
        name=name,
        expressions=[(key, "&&") for key in ranges],
        condition=Q(recorded__upper_inf=True),
    )


_FUNCTION = """
CREATE OR REPLACE FUNCTION temporal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND upper_inf(OLD.recorded) AND lower(NEW.recorded) IS NOT DISTINCT FROM lower(OLD.recorded)
     AND to_jsonb(NEW) - 'recorded' = to_jsonb(OLD) - 'recorded' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND upper_inf(OLD.recorded) AND isempty(NEW.recorded)
     AND to_jsonb(NEW) - 'recorded' = to_jsonb(OLD) - 'recorded' THEN
    RETURN NEW;  -- written and withdrawn at the same moment
  END IF;
  RAISE EXCEPTION 'history of % is never changed or deleted', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def guard(*tables: str) -> migrations.RunSQL:
    """A migration operation: rows may be added and closed, nothing else, whoever asks."""
    made = "".join(
        f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION temporal_guard();\n"
        for table in tables
    )
    dropped = "".join(f"DROP TRIGGER {table}_guard ON {table};\n" for table in tables)
    return migrations.RunSQL(_FUNCTION + made, dropped)
