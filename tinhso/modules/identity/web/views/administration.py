"""Accounts as administrators keep them: open, block, give roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tinhso.kernel import permissions
from tinhso.kernel.http import actor_of, refusals_shown_on
from tinhso.modules.directory import public as directory
from tinhso.modules.identity.commands import accounts as keeping
from tinhso.modules.identity.commands import opening, passwords, roles
from tinhso.modules.identity.errors import OfficerUnknown, OrganisationUnknown
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.queries import pages, rights
from tinhso.modules.identity.queries.accounts import account as one_account
from tinhso.modules.identity.queries.listing import visible_accounts
from tinhso.modules.identity.web.administration_forms import (
    GrantForm,
    OpenAccountForm,
    OpenAccountsForm,
    ReasonForm,
    RevokeForm,
)
from tinhso.modules.identity.web.lists import ACCOUNTS, ACCOUNTS_FILE, EXPORT
from tinhso.ui.lists import list_page


def account_list(request: HttpRequest) -> HttpResponseBase:
    """Every account that this administrator may see."""
    by = actor_of(request)
    permissions.require(by, "identity.view_accounts")
    source = visible_accounts(by, at=timezone.now())
    context = {"may_open": by.may("identity.open_account")}
    spec = ACCOUNTS_FILE if EXPORT in request.GET else ACCOUNTS
    return list_page(request, spec, source, template="identity/account_list.html", context=context)


def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: who, posts, roles, second factors, sessions, what happened lately."""
    by = actor_of(request)
    permissions.require(by, "identity.view_accounts")
    shown = pages.account_page(account_id, by=by, at=timezone.now())
    context = {
        "shown": shown,
        "reason_form": ReasonForm(),
        "revoke_form": RevokeForm(),
        "may_block": by.may("identity.block_account"),
        "may_reset": by.may("identity.reset_password"),
        "may_grant": by.may("identity.grant_role"),
    }
    return render(request, "identity/account.html", context)


def account_open(request: HttpRequest) -> HttpResponse:
    """Open the account of one officer."""
    by = actor_of(request)
    permissions.require(by, "identity.open_account")
    form = OpenAccountForm(request.POST or None)
    if form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        with refusals_shown_on(form):
            code = told["employee_code"]
            officer = directory.officers_by_code([code], localdate(now)).get(code)
            if officer is None:
                raise OfficerUnknown(fields={"employee_code": [str(OfficerUnknown.message)]})
            opened = keeping.open_officer_account(
                officer.id,
                keeping.Details(
                    full_name=officer.full_name, username=told["username"], email=told["email"]
                ),
                account_type=told["account_type"],
                by=by,
                at=now,
            )
            messages.success(
                request,
                _("Đã mở tài khoản %(username)s; đường dẫn đặt mật khẩu đã gửi tới %(email)s.")
                % {"username": opened.username, "email": opened.email},
            )
            return redirect("identity:account", opened.pk)
    return render(request, "identity/account_open.html", {"form": form})


def accounts_open(request: HttpRequest) -> HttpResponse:
    """Open many officers' accounts from a file."""
    by = actor_of(request)
    permissions.require(by, "identity.open_account")
    form, report = OpenAccountsForm(request.POST or None, request.FILES or None), None
    if form.is_valid():
        with refusals_shown_on(form):
            lines = opening.read_officers(form.cleaned_data["file"].read())
            report = opening.open_officer_accounts(lines, by=by, at=timezone.now())
    status = 422 if form.is_bound and report is None else 200
    context = {"form": form, "report": report}
    return render(request, "identity/accounts_open.html", context, status=status)


@require_POST
def account_block(request: HttpRequest, account_id: int) -> HttpResponse:
    """Keep the account from signing in."""
    permissions.require(actor_of(request), "identity.block_account")
    return _with_reason(
        request,
        account_id,
        lambda reason: keeping.block_account(
            account_id, reason=reason, by=actor_of(request), at=timezone.now()
        ),
        _("Đã khóa tài khoản; mọi phiên đang mở đã hết."),
    )


@require_POST
def account_unblock(request: HttpRequest, account_id: int) -> HttpResponse:
    """Let the account sign in again."""
    permissions.require(actor_of(request), "identity.block_account")
    return _with_reason(
        request,
        account_id,
        lambda reason: keeping.unblock_account(
            account_id, reason=reason, by=actor_of(request), at=timezone.now()
        ),
        _("Đã mở khóa tài khoản."),
    )


@require_POST
def account_reset(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take the password away and send the link for another."""
    permissions.require(actor_of(request), "identity.reset_password")
    said = _("Mật khẩu cũ không dùng được nữa; đường dẫn đặt mật khẩu mới đã gửi tới thư công vụ.")
    return _with_reason(
        request,
        account_id,
        lambda reason: passwords.force_password_reset(
            account_id, reason=reason, by=actor_of(request), at=timezone.now()
        ),
        said,
    )


@require_POST
def account_factors(request: HttpRequest, account_id: int) -> HttpResponse:
    """Remove lost phones and keys."""
    permissions.require(actor_of(request), "identity.reset_password")
    return _with_reason(
        request,
        account_id,
        lambda reason: passwords.remove_second_factors(
            account_id, reason=reason, by=actor_of(request), at=timezone.now()
        ),
        _("Đã gỡ các lớp xác thực thứ hai; chủ tài khoản phải đăng ký lại."),
    )


def grant(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give a role."""
    by, now = actor_of(request), timezone.now()
    permissions.require(by, "identity.grant_role")
    holder = _visible(request, account_id)
    own = {held.role for held in rights.standing_of(one_account(by.account_id or 0), at=now).held}
    form = GrantForm(request.POST or None, by=by, roles=own)
    if form.is_valid():
        told = form.cleaned_data
        with refusals_shown_on(form):
            last_day = told["last_day"]
            given = roles.NewGrant(
                role=told["role"],
                organisation_id=_organisation(told["organisation_code"]),
                starts_on=told["starts_on"],
                ends_before=last_day + timedelta(days=1) if last_day else None,
                decision=told["decision"],
            )
            roles.grant_role(account_id, given, by=by, at=now)
            messages.success(request, _("Đã giao vai trò; có hiệu lực ngay trong các ngày đã ghi."))
            return redirect("identity:account", account_id)
    return render(request, "identity/grant.html", {"form": form, "holder": holder})


@require_POST
def revoke(request: HttpRequest, account_id: int, grant_id: int) -> HttpResponse:
    """End a granted role."""
    permissions.require(actor_of(request), "identity.grant_role")
    form = RevokeForm(request.POST)
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        ends_before = last_day + timedelta(days=1) if last_day else localdate()
        with refusals_shown_on(form):
            roles.revoke_role(
                grant_id,
                ends_before=ends_before,
                reason=form.cleaned_data["reason"],
                by=actor_of(request),
                at=timezone.now(),
            )
            messages.success(request, _("Đã thu hồi vai trò."))
    _say_errors(request, form)
    return redirect("identity:account", account_id)


def _with_reason(
    request: HttpRequest, account_id: int, change: Callable[[str], object], said: str
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        with refusals_shown_on(form):
            change(form.cleaned_data["reason"])
            messages.success(request, said)
    _say_errors(request, form)
    return redirect("identity:account", account_id)


def _say_errors(request: HttpRequest, form: ReasonForm) -> None:
    for sentences in form.errors.values():
        for sentence in sentences:
            messages.error(request, str(sentence))


def _visible(request: HttpRequest, account_id: int) -> Account:
    return pages.visible_account(account_id, by=actor_of(request), at=timezone.now())


def _organisation(code: str) -> int | None:
    if not code:
        return None
    found = directory.organisation_by_code(code, localdate())
    if found is None:
        said = str(OrganisationUnknown.message)
        raise OrganisationUnknown(fields={"organisation_code": [said]})
    return found.id
