"""When a version was in force is history: closed and written anew, never edited."""

from django.db import migrations

from tinhso.kernel.temporal import guard


class Migration(migrations.Migration):
    dependencies = [("procedures", "0001_initial")]

    operations = [guard("procedures_versionperiod")]
