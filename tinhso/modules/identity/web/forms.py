"""Forms of sign-in and of one's own account: allauth's checks, our words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account import forms as theirs
from allauth.core import context
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.kernel.json_text import read_json
from tinhso.modules.identity.commands.sign_in import note_refusal
from tinhso.modules.identity.models import Account
from tinhso.modules.identity.web.address import client_address
from tinhso.ui.fields import PersonalNumberField, PhoneField

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


def _say(
    form: forms.BaseForm, name: str, label: Words, hint: Words = "", **attributes: str
) -> None:
    """Our label and hint on a field of theirs; no placeholder stands for a label."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)


_RULE = _(
    "Ít nhất 14 ký tự, có chữ thường, chữ hoa, chữ số và dấu. "
    "Đã bật lớp xác thực thứ hai thì chỉ cần 8 ký tự."
)


class SignInForm(theirs.LoginForm):  # type: ignore[misc]
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("Nhập thư công vụ hoặc tên đăng nhập")
        self.fields["password"].error_messages["required"] = _("Nhập mật khẩu")
        _say(self, "login", _("Thư công vụ hoặc tên đăng nhập"), autocomplete="username")
        _say(self, "password", _("Mật khẩu"))


class TypedTwice(forms.Form):
    """Says in our words that the two passwords differ."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        first, second = told.get("password1"), self.data.get("password2")
        if first and second and first != second:
            self.errors["password2"] = self.error_class([str(_("Hai mật khẩu chưa giống nhau"))])
        return told


class PasswordChangeForm(TypedTwice, theirs.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", _("Mật khẩu hiện tại"))
        _say_new_password(self)


class FirstPasswordForm(TypedTwice, theirs.SetPasswordForm):  # type: ignore[misc]
    """A password for an account that has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say_new_password(self)


class PasswordFromLinkForm(TypedTwice, theirs.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password through the link in a letter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say_new_password(self)


def _say_new_password(form: forms.BaseForm) -> None:
    _say(form, "password1", _("Mật khẩu mới"), _RULE)
    _say(form, "password2", _("Nhập lại mật khẩu mới"))


class PasswordResetForm(theirs.ResetPasswordForm):  # type: ignore[misc]
    """Where the link is to be sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say(self, "email", _("Thư điện tử của tài khoản"))


class PasswordAgainForm(theirs.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something delicate or after a lock."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = _("Nhập mật khẩu")
        _say(self, "password", _("Mật khẩu"))


class CodeForm(codes.AuthenticateForm):  # type: ignore[misc]
    """The code of an app, or a recovery code, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say_code(self, _("Mã xác thực"), _("6 chữ số trên ứng dụng, hoặc một mã dự phòng"))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        _note_wrong_factor(self.user)
        super()._emit_authentication_failed(authenticator)


class CodeAgainForm(codes.ReauthenticateForm):  # type: ignore[misc]
    """The code once more, before something delicate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say_code(self, _("Mã xác thực"), _("6 chữ số trên ứng dụng, hoặc một mã dự phòng"))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        _note_wrong_factor(self.user)
        super()._emit_authentication_failed(authenticator)


class CodeAppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app: proof that it was set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say_code(self, _("Mã trên ứng dụng"), _("6 chữ số, đổi sau mỗi 30 giây"))


class NoCodeAppForm(totp.DeactivateTOTPForm):  # type: ignore[misc]
    """Turning the app off asks nothing, but may be refused."""


def _say_code(form: forms.BaseForm, label: Words, hint: Words) -> None:
    form.fields["code"].error_messages["required"] = _("Nhập mã")
    _say(form, "code", label, hint, inputmode="numeric", autocomplete="one-time-code")


class CredentialField(forms.JSONField):
    """What the browser's authenticator said; no browser nests without end or writes 5,000 digits.

    Python's own reader raises for both what no form expects.
    """

    default_error_messages = {"invalid": _("Không nhận ra khóa truy cập này.")}

    def __init__(self) -> None:
        super().__init__(required=True, widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
        if isinstance(value, str) and value:
            try:
                read_json(value)
            except ValueError as wrong:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong
        return super().to_python(value)


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey; the browser fills in the credential."""

    credential = CredentialField()

    passwordless = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Đăng nhập chỉ bằng khóa này, không cần mật khẩu"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Tên khóa"), _("Để nhận ra sau này, ví dụ: Máy tính ở cơ quan"))


class PasskeyNameForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        _say(self, "name", _("Tên khóa"))


class PasskeySignInForm(webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """Signing in with a passkey alone."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        return _checked(super().clean_credential, None)


class PasskeySecondForm(webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second factor."""

    credential = CredentialField()

    def clean_credential(self) -> Authenticator:
        return _checked(super().clean_credential, self.user)


def _checked(check: Any, account: Account | None) -> Authenticator:  # noqa: ANN401
    try:
        return check()
    except ValidationError as wrong:
        _note_wrong_factor(account)
        raise ValidationError(_("Không nhận ra khóa truy cập này.")) from wrong


def _note_wrong_factor(account: Account | None) -> None:
    note_refusal(
        account,
        "wrong_second_factor",
        address=client_address(context.request),
        at=timezone.now(),
    )


class RegistrationForm(forms.Form):
    """A citizen's or a business's account here, where no electronic identity is set up."""

    kind = forms.ChoiceField(
        label=_("Bạn đăng ký cho"),
        choices=[
            (Account.Kind.CITIZEN, _("Bản thân")),
            (Account.Kind.BUSINESS, _("Doanh nghiệp, tổ chức")),
        ],
        widget=forms.RadioSelect,
        initial=Account.Kind.CITIZEN,
    )
    full_name = forms.CharField(
        label=_("Họ, chữ đệm và tên"),
        max_length=200,
        help_text=_("Như trên căn cước; với doanh nghiệp, tổ chức: tên đầy đủ"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    personal_number = PersonalNumberField(label=_("Số định danh cá nhân"), required=False)
    enterprise_code = forms.CharField(label=_("Mã số doanh nghiệp"), required=False, max_length=14)
    phone = PhoneField(label=_("Điện thoại"), required=False)
    email = forms.EmailField(
        label=_("Thư điện tử"),
        required=False,
        help_text=_("Để nhận thông báo và lấy lại mật khẩu"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    username = forms.CharField(
        label=_("Tên đăng nhập"),
        max_length=50,
        help_text=_("3 đến 50 ký tự: chữ thường không dấu, chữ số, dấu . _ -"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password1 = forms.CharField(
        label=_("Mật khẩu"),
        help_text=_("Ít nhất 14 ký tự, có chữ thường, chữ hoa, chữ số và dấu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Nhập lại mật khẩu"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("password1") and told.get("password1") != told.get("password2"):
            self.add_error("password2", _("Hai mật khẩu chưa giống nhau"))
        if told.get("kind") == Account.Kind.CITIZEN and not told.get("personal_number"):
            self.add_error("personal_number", _("Nhập số định danh cá nhân"))
        if told.get("kind") == Account.Kind.BUSINESS and not told.get("enterprise_code"):
            self.add_error("enterprise_code", _("Nhập mã số doanh nghiệp"))
        return told


class OwnDetailsForm(forms.Form):
    """How one can be reached, and how the pages look."""

    email = forms.EmailField(label=_("Thư điện tử"), required=False)
    phone = PhoneField(label=_("Điện thoại"), required=False)
    address = forms.CharField(label=_("Địa chỉ liên hệ"), required=False, max_length=500)
    theme = forms.ChoiceField(
        label=_("Giao diện"),
        required=False,
        choices=[("", _("Theo thiết bị")), ("light", _("Sáng")), ("dark", _("Tối"))],
    )
