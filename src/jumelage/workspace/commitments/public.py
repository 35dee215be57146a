"""Reminders of commitments, switched off from the e-mail itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jumelage.commitments.actions.mail_choice import stop_mail, user_of_token
from jumelage.core.domain.refusals import RefusedError


@csrf_exempt  # mail programs send the form by themselves (RFC 8058); the signed token says who may
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Switch reminders off, without signing in."""
    template = "workspace/commitments/public_stop.html"
    try:
        if request.method == "POST":
            stop_mail(token=token)
        else:
            user_of_token(token)
    except RefusedError as error:
        context = {"problem": error.problems[0].message}
        return render(request, template, context, status=404)
    return render(request, template, {"done": request.method == "POST"})
