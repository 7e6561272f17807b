"""Letters of the module that are sent as jobs: the link with which a new officer gets in."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse

from tinhso.kernel.jobs import Retry, job
from tinhso.modules.identity.models import Account


@job(
    name="identity.send_activation_letter",
    queue="mail",
    retry=Retry(attempts=8, first_pause=timedelta(minutes=1)),
)
def send_activation_letter(*, account_id: int) -> None:
    """Send the link to choose the first password; nothing once chosen, or without an address."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or not account.email or account.has_usable_password():
        return
    context = {"user": account, "password_reset_url": activation_address(account)}
    text = render_to_string("identity/mail/activation.txt", context).strip()
    subject, _blank, body = text.partition("\n\n")
    EmailMessage(subject.strip(), body, settings.DEFAULT_FROM_EMAIL, [account.email]).send()


def activation_address(account: Account) -> str:
    """The address with which the holder chooses a password: once, within three days."""
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(account),
            "key": default_token_generator.make_token(account),
        },
    )
    return f"{settings.PUBLIC_ADDRESS.rstrip('/')}{path}"
