"""Forms of signing in, and of the account."""

from typing import Any

from allauth.account.forms import RequestLoginCodeForm, SignupForm
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.wording import WRONG_CODE


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The address to send a code to. Nothing it says tells who has an account."""

    def clean_email(self) -> str:
        """Note the address of an account that was opened elsewhere, so that the code that comes back proves it."""
        email: str = super().clean_email()
        user = getattr(self, "_user", None)
        if user is not None:
            sync_user_email_address(user)
        return email


class SignUpForm(SignupForm):  # type: ignore[misc]
    """Opening an account: an address, and a name if one likes."""

    name = forms.CharField(max_length=150, required=False)


#: What fido2 raises at a proof that no browser would send, beside what allauth expects of it.
MADE_UP = (LookupError, AttributeError, TypeError, ValueError)


class _Proof(forms.Form):
    """A form with a passkey's proof: whatever is wrong with it, it is refused, and nothing breaks."""

    def clean_credential(self) -> Any:
        """Read the proof."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MADE_UP as error:
            raise ValidationError(WRONG_CODE, code="incorrect_code") from error


class SignInByPasskeyForm(_Proof, LoginWebAuthnForm):  # type: ignore[misc]
    """Sign in by a passkey."""


class UsePasskeyForm(_Proof, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second lock."""


class ShowPasskeyForm(_Proof, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey, to show once more who it is."""


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It has to know its owner by itself (finger, face or a number), or it is none."""

    passwordless = forms.BooleanField(required=False)

    def clean_passwordless(self) -> bool:
        """Ask for it always."""
        return True

    def clean(self) -> dict[str, Any]:
        """Read the new passkey."""
        try:
            cleaned: dict[str, Any] = super().clean()
        except MADE_UP as error:
            raise ValidationError(WRONG_CODE, code="incorrect_code") from error
        return cleaned

    field_order = ("name", "passwordless", "credential")


class AccountForm(forms.Form):
    """Name and language."""

    name = forms.CharField(max_length=150, required=False)
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class LeaveForm(forms.Form):
    """Deleting an account: one writes down its address, so that no slip of the finger does it."""

    email = forms.CharField(max_length=254)

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        self.wanted = email
        super().__init__(*args, **kwargs)

    def clean_email(self) -> str:
        """The address has to be the account's."""
        given = str(self.cleaned_data["email"]).strip()
        if given.lower() != self.wanted.lower():
            raise ValidationError(_("This is not the address of this account."), code="other")
        return given
