"""What Django cannot say: grants are history; the one row of the rights version."""

from django.db import migrations

from tinhso.kernel.temporal import guard

VERSION = """
INSERT INTO identity_rightsversion (id, version) VALUES (1, gen_random_uuid())
  ON CONFLICT DO NOTHING;
"""


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        guard("identity_rolegrant"),
        migrations.RunSQL(VERSION, migrations.RunSQL.noop),
    ]
