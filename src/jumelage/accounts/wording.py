"""What is said when something about an account was done: on the next page, and by e-mail."""

from django.utils.translation import gettext_lazy as _

WRONG_CODE = _("This is not the code. Please look again, or ask for a new one.")
TOO_MANY = _("Too many attempts. Please wait a while and try again.")

#: On the next page, by allauth's names. What is not here is not said: the page itself shows it.
NOTES = {
    "account/messages/email_confirmation_failed.txt": _("This address cannot be used."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "These are your recovery codes. Please keep them somewhere."
    ),
    "mfa/messages/totp_activated.txt": _("The authenticator app is added."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}

#: By e-mail, when somebody changed how an account is signed in to; by allauth's names.
CHANGES = {
    "email_changed": _(
        "Its address is another one now; the one at which you read this is its address no more."
    ),
    "email_deleted": _("An address was taken away from it."),
    "recovery_codes_generated": _(
        "New recovery codes were made; the old ones let nobody in any more."
    ),
    "totp_activated": _("An authenticator app was added."),
    "totp_deactivated": _("The authenticator app was removed."),
    "webauthn_added": _("A passkey was added."),
    "webauthn_removed": _("A passkey was removed."),
}
