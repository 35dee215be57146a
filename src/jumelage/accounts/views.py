"""Signing in and out, and the account's own page. What allauth does well is left to it; here is what is ours."""

from typing import Any

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal import flows
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import authenticated_user
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from allauth.mfa.webauthn.internal import auth as passkeys
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jumelage.accounts import actions
from jumelage.accounts.exporting import export_account
from jumelage.accounts.forms import AccountForm, LeaveForm
from jumelage.accounts.models import User
from jumelage.accounts.queries import sessions_of, ways_of
from jumelage.core.domain.refusals import RefusedError


class EnterCode(account_views.ConfirmLoginCodeView):  # type: ignore[misc]
    """Enter the code to sign in. In the demonstration it is shown, since no e-mail may be looked at there."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the demonstration shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | _shown_in_demonstration(self._process)


class ProveAddress(account_views.ConfirmEmailVerificationCodeView):  # type: ignore[misc]
    """Enter the code that proves an address: of a new account, or a new one of an account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the demonstration shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | _shown_in_demonstration(self._process)


def _shown_in_demonstration(process: Any) -> dict[str, Any]:
    if not settings.JUMELAGE["DEMO"]:
        return {}
    return {"demo": True, "demo_code": process.code if process.user else ""}


class SignInByPasskey(passkey_views.LoginWebAuthnView):  # type: ignore[misc]
    """Sign in by a passkey; then go on to what was asked for."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, unless the account is asleep (which allauth sees to)."""
        authenticator = form.cleaned_data["credential"]
        url = get_next_redirect_url(self.request)
        login = Login(user=authenticator.user, redirect_url=url)
        response: HttpResponse = perform_passwordless_login(self.request, authenticator, login)
        return response


class AddPasskey(passkey_views.AddWebAuthnView):  # type: ignore[misc]
    """Add a passkey: one that the device keeps and that knows its owner, so that it lets in alone."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for nothing less."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = passkeys.begin_registration(authenticated_user(self.request), passwordless=True)
        return context | {"js_data": {"creation_options": options}}

    def form_valid(self, form: Any) -> HttpResponse:
        """Add it, and lead on without asking for it."""
        response: HttpResponse = super().form_valid(form)
        _has_shown_who_it_is(self.request)
        return response


class NamePasskey(passkey_views.EditWebAuthnView):  # type: ignore[misc]
    """Give a passkey another name."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep it, with a line in the trail: allauth tells nobody of it."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            actions.note_own(_person(self.request), "accounts.name_passkey")
        return response


class AddApp(app_views.ActivateTOTPView):  # type: ignore[misc]
    """Add an authenticator app."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Add it, and lead on without asking for it."""
        response: HttpResponse = super().form_valid(form)
        _has_shown_who_it_is(self.request)
        return response


def _has_shown_who_it_is(request: HttpRequest) -> None:
    """Whoever has just added a key holds it. The recovery codes that come next are shown at once."""
    record_authentication(request, _person(request), method="mfa", reauthenticated=True)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out; by POST only, so that no link of another page can do it."""
    flows.logout.logout(request)
    return redirect("accounts:sign-in")


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - every view that asks requires a signed-in person
    return request.user


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show an account, and take a name and a language."""
    user = _person(request)
    kept = {"name": user.name, "language": user.mail_language}
    form = AccountForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        actions.keep_account(actor=actions.own_actor(user), user=user, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("accounts:account")
    context = {
        "form": form,
        "person": user,
        "ways": ways_of(user),
        "sessions": sessions_of(user),
        "this_session": request.session.session_key,
        "languages": settings.LANGUAGES,
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out of one other browser, or of all others."""
    user = _person(request)
    chosen = request.POST.get("session", "")
    keys = [
        session.session_key
        for session in sessions_of(user)
        if session.session_key != request.session.session_key
        and chosen in {"others", str(session.pk)}
    ]
    count = actions.end_sessions(actor=actions.own_actor(user), user=user, keys=keys)
    said = ngettext("Signed out of %(count)d browser.", "Signed out of %(count)d browsers.", count)
    messages.success(request, said % {"count": count})
    return redirect("accounts:account")


@login_required
def export(request: HttpRequest) -> HttpResponse:
    """Give a person all that is kept about the person, as a file."""
    response = JsonResponse(
        export_account(_person(request)), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = 'attachment; filename="jumelage-account.json"'
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]
def leave(request: HttpRequest) -> HttpResponse:
    """Delete one's account."""
    user = _person(request)
    form = LeaveForm(request.POST or None, email=user.email)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.delete_account(actor=actions.own_actor(user), user=user)
        except RefusedError as error:
            problems = [problem.message for problem in error.problems]
        else:
            flows.logout.logout(request)
            messages.success(request, _("Your account is deleted."))
            return redirect("accounts:sign-in")
    context = {"form": form, "problems": problems, "person": user}
    return render(request, "accounts/leave.html", context)
