"""What Django cannot say: grants that overlap are refused; the one row of the rights version."""

from django.db import migrations

GRANTS = """
ALTER TABLE identity_rolegrant
  ADD CONSTRAINT identity_grant_not_empty CHECK (NOT isempty(validity)),
  ADD CONSTRAINT identity_grant_no_overlap EXCLUDE USING gist (
    int8range(account_id, account_id, '[]') WITH &&,
    int8range(hashtextextended(role, 0), hashtextextended(role, 0), '[]') WITH &&,
    int8range(coalesce(organisation_id, 0), coalesce(organisation_id, 0), '[]') WITH &&,
    validity WITH &&
  ) WHERE (upper_inf(recorded));
"""
GRANTS_AWAY = """
ALTER TABLE identity_rolegrant
  DROP CONSTRAINT identity_grant_no_overlap,
  DROP CONSTRAINT identity_grant_not_empty;
"""
VERSION = """
INSERT INTO identity_rightsversion (id, version) VALUES (1, gen_random_uuid())
  ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        migrations.RunSQL(GRANTS, GRANTS_AWAY),
        migrations.RunSQL(VERSION, migrations.RunSQL.noop),
    ]
