"""Background jobs of the module, and the way by e-mail."""

from __future__ import annotations

import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage
from django.utils import timezone

from tinhso.kernel.jobs import Retry, job
from tinhso.modules.notifications.commands.sending import MAX_ATTEMPTS, send_delivery
from tinhso.modules.notifications.definitions import SendingFailed, SendingRefused, offer_sender
from tinhso.modules.notifications.rules import EMAIL

_PERMANENT = range(500, 600)


class EmailSender:
    """Sends through Django's mail settings: SMTP, or files in the data folder."""

    def send(self, *, address: str, heading: str, text: str, reference: str) -> None:
        # A stable Message-ID: when a kill makes us send twice, mail programs show it once.
        headers = {"Message-ID": f"<{reference}@tinhso>", "Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            subject=" ".join(heading.split()), body=text, to=[address], headers=headers
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as problem:
            codes = [code for code, _reason in problem.recipients.values()]
            kind = SendingRefused if all(code in _PERMANENT for code in codes) else SendingFailed
            raise kind(f"recipient refused: {codes}") from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise SendingFailed(f"{type(problem).__name__}: {problem}") from problem


offer_sender(EMAIL, EmailSender())


@job(
    name="notifications.send_message",
    queue="mail",
    retry=Retry(attempts=MAX_ATTEMPTS, first_pause=timedelta(minutes=1)),
)
def send_message(*, delivery_id: int) -> None:
    """Send one message on one way. Raises SendingFailed, upon which the queue tries again."""
    send_delivery(delivery_id, at=timezone.now())
