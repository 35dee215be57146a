"""What day and time it is. The one place that asks, so that tests can answer."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the present day in UTC."""
    return timezone.now().date()
