"""Where allauth asks us: who may sign in, which passwords are good, what is noted."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_display
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kernel.crypto import decrypt, encrypt
from tinhso.kernel.errors import DomainError
from tinhso.kernel.numerals import short_time
from tinhso.modules.identity.commands.passwords import set_password
from tinhso.modules.identity.commands.second_factors import SECRET_PURPOSE
from tinhso.modules.identity.commands.sign_in import (
    note_event,
    note_failure,
    note_refusal,
    note_sign_in,
)
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.public import actor_for
from tinhso.modules.identity.queries import accounts, passwords, rights, sign_in
from tinhso.modules.identity.web import presence
from tinhso.modules.identity.web.address import client_address
from tinhso.modules.identity.web.entry import methods_used, reason_to_refuse

_SAID: dict[str, str | Promise] = {
    "account/messages/password_changed.txt": gettext_lazy("Đã đổi mật khẩu."),
    "account/messages/password_set.txt": gettext_lazy("Đã đặt mật khẩu."),
    "mfa/messages/totp_activated.txt": gettext_lazy("Đã bật ứng dụng mã xác thực."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("Đã tắt ứng dụng mã xác thực."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("Đã thêm khóa truy cập."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("Đã gỡ khóa truy cập."),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy(
        "Đã tạo mã dự phòng. Ghi lại ngay, mã chỉ hiện một lần."
    ),
    "usersessions/messages/sessions_logged_out.txt": gettext_lazy("Đã đăng xuất các phiên khác."),
}
"""What allauth tells people, in our words; what is not here is not said."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts, passwords and sessions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("Tài khoản đang bị khóa."),
        "email_password_mismatch": gettext_lazy("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "username_password_mismatch": gettext_lazy("Tên đăng nhập hoặc mật khẩu chưa đúng."),
        "enter_current_password": gettext_lazy("Mật khẩu hiện tại chưa đúng."),
        "incorrect_password": gettext_lazy("Mật khẩu chưa đúng."),
        "incorrect_code": gettext_lazy("Mã chưa đúng hoặc đã hết hạn."),
        "invalid_or_expired_key": gettext_lazy("Đường dẫn đã hết hạn."),
        "invalid_login": gettext_lazy("Tên đăng nhập chưa đúng."),
        "invalid_password_reset": gettext_lazy("Đường dẫn đặt lại mật khẩu đã hết hạn."),
        "too_many_login_attempts": gettext_lazy("Sai quá nhiều lần. Thử lại sau 5 phút."),
        "rate_limited": gettext_lazy("Gửi quá nhiều lần. Thử lại sau ít phút."),
        "locked_out": gettext_lazy("Sai quá nhiều lần nên tạm khóa. Thử lại sau %(until)s."),
        "noisy_address": gettext_lazy("Có quá nhiều lần đăng nhập sai từ mạng này. Thử lại sau."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    # -- coming in -------------------------------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        """Ours instead of allauth's: counted in the database, so that every process knows it."""
        login, now = _typed(credentials), timezone.now()
        account = accounts.account_by_login(login)
        until = sign_in.locked_until(login, account, at=now)
        if until:
            note_refusal(account, "locked_out", address=client_address(request), at=now)
            said = self.error_messages["locked_out"] % {"until": short_time(until)}
            raise ValidationError(said, code="locked_out")
        if sign_in.address_is_noisy(client_address(request), at=now):
            note_refusal(account, "noisy_address", address=client_address(request), at=now)
            raise self.validation_error("noisy_address")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401
        login = _typed(credentials)
        account = accounts.account_by_login(login)
        note_failure(login, account, address=client_address(request), at=timezone.now())

    def pre_login(
        self,
        request: HttpRequest,
        user: Account,
        **kwargs: Any,  # noqa: ANN401
    ) -> HttpResponse | None:
        refusal = reason_to_refuse(request, user)
        if refusal is None:
            return None
        note_refusal(user, refusal.code, address=client_address(request), at=timezone.now())
        messages.error(request, refusal.sentence)
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        presence.begin(request, at=timezone.now())

    def post_login(
        self,
        request: HttpRequest,
        user: Account,
        **kwargs: Any,  # noqa: ANN401
    ) -> HttpResponseBase:
        note_sign_in(
            user,
            methods=sorted(methods_used(request, user)),
            assurance=presence.assurance_of(request),
            address=client_address(request),
            at=timezone.now(),
        )
        answer: HttpResponseBase = super().post_login(request, user, **kwargs)
        return answer

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Account):
            note_event(
                "identity.sign_out",
                request.user,
                address=client_address(request),
                at=timezone.now(),
            )
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:  # noqa: ANN401
        """Not within five minutes of signing in: who has just typed the password need not again."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        shown_at = presence.last_shown_at(self.request)
        return time.time() - shown_at > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    # -- passwords -------------------------------------------------------------------------------

    def clean_password(self, password: str, user: Account | None = None) -> str:
        found = passwords.weaknesses(password, user)
        if found:
            strong = user is not None and user.pk and sign_in.has_second_factor(user.pk)
            raise ValidationError(passwords.sentences(found, second_factor=bool(strong)))
        return password

    def set_password(self, user: Account, password: str) -> None:
        now = timezone.now()
        by = actor_for(user.pk, now, client_address(self.request))
        try:
            kept = set_password(user.pk, password, by=by, at=now)
        except DomainError as refusal:  # said on the form by clean_password already
            raise ValidationError(refusal.sentence) from refusal
        # allauth goes on with the row it holds: keep the session valid under the new hash.
        user.password, user.must_change_password = kept.password, kept.must_change_password

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    # -- words -----------------------------------------------------------------------------------

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or _SAID.get(message_template or "")
        if said:
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Our letter for allauth's: account/email/password_set → identity/mail/password_set."""
        name = template_prefix.rsplit("/", 1)[-1]
        text = render_to_string(f"identity/mail/{name}.txt", context).strip()
        subject, _blank, body = text.partition("\n\n")
        to = [email] if isinstance(email, str) else email
        return EmailMessage(subject.strip(), body, self.get_from_email(), to, headers=headers)

    def get_login_stages(self) -> list[str]:
        ours = "tinhso.modules.identity.web.stages.SecondFactorStage"
        theirs = "allauth.mfa.stages.AuthenticateStage"
        return [ours if stage == theirs else stage for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Dùng mật khẩu"),
            "mfa_reauthenticate": _("Dùng mã xác thực"),
            "mfa_reauthenticate:webauthn": _("Dùng khóa truy cập"),
        }
        known = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in known]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP apps, passkeys, recovery codes: sealed secrets, our QR code, a line for each change."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Quản trị viên phải giữ ít nhất một lớp xác thực thứ hai."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Bật ứng dụng mã xác thực hoặc khóa truy cập trước, rồi tạo mã dự phòng."
        ),
        "incorrect_code": gettext_lazy("Mã chưa đúng hoặc đã hết hạn."),
    }

    def encrypt(self, text: str) -> str:
        return encrypt(text, SECRET_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text, SECRET_PURPOSE)

    def build_totp_svg(self, url: str) -> str:
        drawn = BytesIO()
        segno.make(url, error="m").save(
            drawn, kind="svg", scale=5, border=4, xmldecl=False, light="white"
        )
        return drawn.getvalue().decode()

    def get_totp_label(self, user: Account) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return str(settings.MFA_TOTP_ISSUER)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """An administrator may not remove the last factor."""
        account = authenticator.user
        others = Authenticator.objects.filter(
            user=account, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exclude(pk=authenticator.pk)
        if others.exists():
            return True
        return not rights.standing_of(account, at=timezone.now()).is_administrator

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Khóa truy cập %(number)s") % {"number": number}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.full_name or user_display(user)}


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username") or credentials.get("email") or "")
