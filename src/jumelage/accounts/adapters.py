"""How django-allauth, which does the signing in, speaks and writes here: in our words, by our mail."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from jumelage.accounts.models import User
from jumelage.accounts.wording import CHANGES, NOTES, TOO_MANY, WRONG_CODE
from jumelage.core import mail
from jumelage.core.language import reader_language


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in and out, and e-mail addresses."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is asleep."),
        "duplicate_email": _("This is your address already."),
        "email_taken": _("This address cannot be used."),
        "incorrect_code": WRONG_CODE,
        "invalid_or_expired_key": WRONG_CODE,
        "max_email_addresses": _("An account has one address."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
        "same_as_current": _("This is your address already."),
    }

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 - allauth's signature
    ) -> User:
        """Open an account: in the language of the page on which it was asked for."""
        user.language = reader_language()
        user.name = form.cleaned_data.get("name", "")
        super().save_user(request, user, form, commit=commit)
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to somebody in the person's language, or that of the page if the person is not known."""
        user = _owner(email)
        language = user.mail_language if user else reader_language()
        name = template_prefix.rsplit("/", 1)[-1].removesuffix("_signup")
        with override(language):  # addresses of pages name their language
            links = {
                "account_url": mail.absolute(reverse("accounts:account")),
                "sign_in_url": mail.absolute(reverse("accounts:sign-in")),
                "sign_up_url": mail.absolute(reverse("account_signup")),
            }
        mail.send(
            to=email,
            template=f"accounts/mail/{name}",
            context={**{key: context[key] for key in context if key != "request"}, **links},
            language=language,
        )

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell somebody who wants to open a second account that there is one."""
        self.send_mail("account/email/account_already_exists", email, {})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody what was changed about signing in, and when."""
        address = email or EmailAddress.objects.get_primary_email(user) or user.email
        what = CHANGES[template_prefix.rsplit("/", 1)[-1]]
        context = {"what": what, "at": timezone.now(), "account": user.email, **(context or {})}
        self.send_mail("accounts/mail/changed", address, context)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say something on the next page, if it is worth it."""
        if message_template == "account/messages/email_confirmed.txt":
            # Said of a new address only: somebody who signs in for the first time knows.
            if request.user.is_authenticated:
                said = gettext("Your address is now %(email)s.")
                message = said % {"email": (message_context or {})["email"]}
        elif message_template:
            message = str(NOTES.get(message_template, ""))
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Lead to the page to sign in with."""
        return reverse("accounts:sign-in")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:  # noqa: ARG002
        """After a new address was proven: back to the account."""
        return reverse("accounts:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """In which ways a signed-in person can show once more who it is; a passkey before codes."""
        words = {
            "mfa_reauthenticate": gettext("Use the authenticator app or a recovery code"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
        }
        methods = [
            {**method, "description": words.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]
        return sorted(methods, key=lambda method: method["id"] != "mfa_reauthenticate:webauthn")


def _owner(email: str) -> User | None:
    found = EmailAddress.objects.filter(email__iexact=email).select_related("user").first()
    return found.user if found else User.objects.filter(email__iexact=email).first()


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Passkeys, authenticator apps and recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_generate_recovery_codes": _("Add a passkey or an authenticator app first."),
        "incorrect_code": WRONG_CODE,
        "unverified_email": _("Prove your e-mail address first: sign in by a code once."),
    }

    def _get_site_name(self) -> str:
        return "Jumelage"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """Propose a name for a passkey: the first, the second …"""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)d") % {"number": count + 1}
