"""The only way to write the audit log, and the rights that keep it so."""

from django.db import migrations

APPEND = """
CREATE FUNCTION kernel_append_audit(contents text[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  content text;
  line jsonb;
  place bigint;
  before text;
  digest text;
BEGIN
  -- Locking the head puts lines in order; it is held until the writing transaction ends.
  SELECT sequence, hash INTO place, before FROM kernel_audithead WHERE id = 1 FOR UPDATE;
  FOREACH content IN ARRAY contents LOOP
    line := content::jsonb;
    place := place + 1;
    digest := encode(sha256(convert_to(before || E'\\n' || place || E'\\n' || content, 'UTF8')), 'hex');
    INSERT INTO kernel_auditentry (sequence, at, recorded_at, action, subject, outcome, actor_name,
      account_id, organisation_id, content, previous_hash, hash)
    VALUES (place, (line->>'at')::timestamptz, clock_timestamp(), line->>'action', line->>'subject',
      line->>'outcome', line->>'actor_name', (line->>'account_id')::bigint,
      (line->>'organisation_id')::bigint, content, before, digest);
    before := digest;
  END LOOP;
  UPDATE kernel_audithead SET sequence = place, hash = before WHERE id = 1;
  RETURN place;
END $$;
REVOKE ALL ON FUNCTION kernel_append_audit(text[]) FROM PUBLIC;
INSERT INTO kernel_audithead (id, sequence, hash) VALUES (1, 0, repeat('0', 64));
"""

RIGHTS = """
DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['tinhso_runtime', 'tinhso_report'] LOOP
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('REVOKE ALL ON kernel_auditentry, kernel_audithead FROM %I', role);
      EXECUTE format('GRANT SELECT ON kernel_auditentry, kernel_audithead TO %I', role);
    END IF;
  END LOOP;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tinhso_runtime') THEN
    GRANT EXECUTE ON FUNCTION kernel_append_audit(text[]) TO tinhso_runtime;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        migrations.RunSQL(APPEND, "DROP FUNCTION kernel_append_audit(text[])"),
        migrations.RunSQL(RIGHTS, migrations.RunSQL.noop),
    ]
