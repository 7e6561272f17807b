"""Rows of temporal tables may be added and closed; nobody edits or deletes them."""

from django.db import migrations

from tinhso.kernel.temporal import guard


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial")]

    operations = [
        guard(
            "directory_areaversion",
            "directory_areasuccession",
            "directory_organisationversion",
            "directory_organisationsuccession",
            "directory_organisationalias",
            "directory_positionversion",
            "directory_officerversion",
            "directory_postholding",
            "directory_weeklyhours",
            "directory_dayexception",
            "directory_codelistitemversion",
        ),
        migrations.RunSQL(
            "INSERT INTO directory_directorystamp (id, calendars, tree) VALUES (1, gen_random_uuid(), gen_random_uuid())",
            "DELETE FROM directory_directorystamp",
        ),
    ]
