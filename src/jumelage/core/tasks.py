"""Work in the background, common to all apps. A task may be done twice (see :mod:`jumelage.core.worker`)."""

from collections.abc import Mapping
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django_tasks import task

from jumelage.core.clock import now

#: Seconds to wait after each failure to send; then it is given up.
PAUSES = (60, 5 * 60, 30 * 60, 2 * 3600, 12 * 3600)


@task(priority=10)
def deliver_mail(message: dict[str, Any], failures: int = 0) -> None:
    """Send an e-mail that :mod:`jumelage.core.mail` has rendered; later once more if the server cannot be reached."""
    try:
        as_email(message).send()
    except (OSError, SMTPException) as error:
        if is_lasting(error) or failures >= len(PAUSES):
            raise
        later = now() + timedelta(seconds=PAUSES[failures])
        deliver_mail.using(run_after=later).enqueue(message, failures + 1)


def as_email(message: Mapping[str, Any]) -> EmailMultiAlternatives:
    """Return a rendered message as Django sends it."""
    email = EmailMultiAlternatives(
        subject=message["subject"],
        body=message["text"],
        to=[message["to"]],
        headers=dict(message["headers"]),
    )
    if message["html"]:
        email.attach_alternative(message["html"], "text/html")
    return email


def is_lasting(error: Exception) -> bool:
    """Whether the server said no for good: there is no such address, it takes nothing from here."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500
