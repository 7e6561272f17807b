"""A dossier that came to the counter some days ago, as a province that runs for long has many.

Commands are told when they happen, so the counter's own command makes it. It runs in a process of
its own, on the database of the province: `python -m tests.journeys.earlier`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.journeys.stories import PHONE

COUNTER, PROCEDURE = "ha.trinh", "1.013225"


def received(home: Path, number: str, at: datetime, agency: str = "") -> str:
    """Receive the dossier at that moment in the province of the data folder; the code it got.

    `agency`: the code of another agency than that of the counter.
    """
    said = subprocess.run(
        [sys.executable, "-m", "tests.journeys.earlier", number, at.isoformat(), agency],
        env=os.environ
        | {
            "TINHSO_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "tinhso.config.settings.development",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    return said.stdout.strip()


def _receive(number: str, at: datetime, code: str) -> str:
    import django  # noqa: PLC0415 - settings come first

    django.setup()
    from tinhso.modules.cases.commands.receive_case import (  # noqa: PLC0415
        Reception,
        receive_case,
    )
    from tinhso.modules.cases.commands.register_case import Applicant, NewPaper  # noqa: PLC0415
    from tinhso.modules.directory import public as directory  # noqa: PLC0415
    from tinhso.modules.identity import public as identity  # noqa: PLC0415
    from tinhso.modules.identity.models import Account  # noqa: PLC0415
    from tinhso.modules.procedures import public as procedures  # noqa: PLC0415

    clerk = identity.actor_for(Account.objects.get(username=COUNTER).pk, at)
    agency = directory.agency_of(clerk.organisation_id or 0, at.date())
    if code:
        clerk = replace(clerk, kind="system")  # of another agency: nobody's rights are looked at
        agency = directory.resolve_organisation(code, at.date())
    assert agency is not None
    version = procedures.version_in_force(PROCEDURE, at.date())
    needed = procedures.required_papers(version.id, {}, at.date())
    reception = Reception(
        procedure_code=PROCEDURE,
        applicant=Applicant("Nguyễn Văn Đạt", number=number, phone=PHONE),
        receiving_organisation_id=agency.id,
        papers=[NewPaper(one.code, one.name, "original", "paper") for one in needed],
    )
    return receive_case(reception, by=clerk, at=at).code


if __name__ == "__main__":
    print(_receive(sys.argv[1], datetime.fromisoformat(sys.argv[2]), sys.argv[3]))
