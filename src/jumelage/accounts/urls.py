"""The addresses of signing in, and of the account.

Only those views of allauth are mounted that are needed here, under readable addresses and under the names by which
allauth looks for them; there are no passwords, so none of its pages about them.
"""

from allauth.account import views as account_views
from allauth.mfa.base import views as factor_views
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import URLPattern, include, path
from django.views.decorators.cache import never_cache

from jumelage.accounts import views

#: Ours, in the namespace ``accounts``.
own = [
    path("sign-in/", account_views.request_login_code, name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("account/", views.account, name="account"),
    path("account/sessions/end/", views.end_sessions, name="end-sessions"),
    path("account/data.json", views.export, name="export"),
    path("account/leave/", views.leave, name="leave"),
]
#: Those that allauth asks for by name.
named = [
    path("sign-in/", account_views.request_login_code, name="account_login"),
    path("sign-in/", account_views.request_login_code, name="account_request_login_code"),
    path("sign-in/code/", views.EnterCode.as_view(), name="account_confirm_login_code"),
    path("sign-in/passkey/", views.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second/", factor_views.authenticate, name="mfa_authenticate"),
    path("sign-in/again/", factor_views.reauthenticate, name="mfa_reauthenticate"),
    path(
        "sign-in/again/passkey/",
        passkey_views.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("sign-in/asleep/", account_views.account_inactive, name="account_inactive"),
    path("sign-out/", views.sign_out, name="account_logout"),
    path("sign-up/", account_views.signup, name="account_signup"),
    path("sign-up/code/", views.ProveAddress.as_view(), name="account_email_verification_sent"),
    path("account/", views.account, name="mfa_index"),
    path("account/", views.account, name="mfa_list_webauthn"),
    path("account/address/", account_views.email, name="account_email"),
    path("account/passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", views.NamePasskey.as_view(), name="mfa_edit_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        passkey_views.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
    path("account/app/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", app_views.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", recovery_views.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/",
        recovery_views.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/codes/codes.txt",
        recovery_views.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]


def _never_cached(patterns: list[URLPattern]) -> list[URLPattern]:
    for pattern in patterns:
        pattern.callback = never_cache(pattern.callback)
    return patterns


urlpatterns = [
    path("", include((_never_cached(own), "accounts"))),
    *_never_cached(named),
]
