"""The first administrator of an installation, appointed at the console of its server."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from tinhso.kernel.actor import Actor
from tinhso.kernel.command import command, note
from tinhso.modules.directory import public as directory
from tinhso.modules.identity.commands.accounts import Details, open_officer_account
from tinhso.modules.identity.commands.letters import activation_address
from tinhso.modules.identity.commands.roles import NewGrant, grant_role
from tinhso.modules.identity.errors import OfficerUnknown
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import accounts


@command(permission="identity.appoint_administrator", audits=("employee_code", "decision"))
def appoint_administrator(
    employee_code: str, username: str, *, decision: str, by: Actor, at: datetime
) -> str:
    """Make an officer of the directory a province administrator; open the account if needed.

    Returns the address with which the officer chooses a password: shown at the console, for there
    is no administrator yet who could send it. Raises OfficerUnknown, AlreadyGranted,
    DetailsInvalid.
    """
    officer = directory.officers_by_code([employee_code], localdate(at)).get(employee_code)
    if officer is None:
        raise OfficerUnknown
    account = accounts.account_of_officer(officer.id)
    if account is None:
        details = Details(full_name=officer.full_name, username=username, email=officer.email)
        account = open_officer_account(
            officer.id, details, account_type=Account.Type.ADMINISTRATIVE, by=by, at=at
        )
    given = NewGrant("province_admin", None, localdate(at), None, decision)
    grant_role(account.pk, given, by=by, at=at)
    note(subject=f"account:{account.pk}")
    return activation_address(account)
