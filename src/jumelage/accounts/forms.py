"""The form to sign in with."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.throttle import count_failure, forget_failures, is_blocked


class SignInForm(AuthenticationForm):
    """E-mail address and password. What is wrong says nothing about who has an account."""

    error_messages = {
        "invalid_login": _("This e-mail address and password do not belong together."),
        "inactive": _("This e-mail address and password do not belong together."),
    }

    def clean(self) -> dict[str, Any]:
        """Sign in, unless there were too many failures of late."""
        name = str(self.cleaned_data.get("username", ""))
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        if is_blocked(name, address):
            message = _("Too many failed attempts. Please wait a quarter of an hour and try again.")
            raise ValidationError(message, code="blocked")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError:
            count_failure(name, address)
            raise
        forget_failures(name)
        return cleaned
