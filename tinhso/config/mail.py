"""Letters written to a folder while no mail server is set; the operator pages show them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class LettersInFolder(BaseEmailBackend):
    """Each message becomes a whole .eml file, readable by its owner only."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the letters; give back how many. Raises OSError when the disk refuses."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for letter in email_messages:
            moment = datetime.now(_ZONE).strftime("%Y%m%d-%H%M%S")
            path = folder / f"{moment}-{uuid.uuid4().hex[:8]}.eml"
            half = path.with_suffix(".part")
            descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(letter.message().as_bytes(linesep="\r\n"))
            half.rename(path)
        return len(email_messages)
