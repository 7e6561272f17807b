"""The history of a case, its papers and results are never edited by the program, only added to."""

from django.db import migrations

RIGHTS = """
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'tinhso_runtime') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON cases_casemovement, cases_issuedpaper FROM tinhso_runtime;
    REVOKE DELETE, TRUNCATE ON cases_case, cases_casepaper, cases_caseresult, cases_casestep,
      cases_caseclock, cases_supplementrequest, cases_opinion, cases_extension, cases_handover,
      cases_feerequest, cases_delivery, cases_intakemessage, cases_statusreport
      FROM tinhso_runtime;
  END IF;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [migrations.RunSQL(RIGHTS, migrations.RunSQL.noop)]
