"""Signing in and out."""

from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpResponse
from django.urls import reverse

from jumelage.accounts.forms import SignInForm


class SignIn(LoginView):
    """Sign in; then go on to what was asked for."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        """Show what is wrong; say by the status too when there were too many attempts."""
        response = super().form_invalid(form)
        if form.has_error("__all__", "blocked"):
            response.status_code = 429
        return response


class SignOut(LogoutView):
    """Sign out; by POST only, so that no link of another page can do it."""

    def get_success_url(self) -> str:
        """Lead to the page to sign in with."""
        return reverse("accounts:sign-in")
