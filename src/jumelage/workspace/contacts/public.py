"""The public page on which somebody asks to see the own data, or to have it erased."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from jumelage.contacts.actions.requests import RequestData, ask_about_data, confirm_request
from jumelage.contacts.limits import is_too_often
from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.places.queries import find_places
from jumelage.workspace.contacts.forms import RequestForm

#: So many requests from one place of the network in an hour, and for one e-mail address in a day.
FROM_ONE_NETWORK, FOR_ONE_ADDRESS = 10, 3
ANYBODY = Actor(label="anonymous")


@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask. The answer is the same whether anything is kept about the address or not."""
    form = RequestForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "workspace/contacts/your_data.html", {"form": form}, status=status)
    if _is_too_often(request, form.cleaned_data["email"]):
        context = {"form": form, "too_often": True}
        return render(request, "workspace/contacts/your_data.html", context, status=429)
    try:
        ask_about_data(actor=ANYBODY, data=_data(form))
    except RefusedError as error:
        form.refuse(error)
        return render(request, "workspace/contacts/your_data.html", {"form": form}, status=422)
    return redirect("your-data:sent")


def _is_too_often(request: HttpRequest, email: str) -> bool:
    network = get_adapter().get_client_ip(request)
    return is_too_often(
        "data-request-from", network, most=FROM_ONE_NETWORK, seconds=3600
    ) or is_too_often("data-request-for", email.lower(), most=FOR_ONE_ADDRESS, seconds=24 * 3600)


def _data(form: RequestForm) -> RequestData:
    said = form.cleaned_data["place_said"]
    found = find_places(said, limit=2) if said else []
    return RequestData(
        **form.cleaned_data,
        place=found[0] if len(found) == 1 else None,
        language=reader_language(),
    )


@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a message is on its way."""
    return render(request, "workspace/contacts/your_data_sent.html")


@never_cache
def confirm(request: HttpRequest, number: int, secret: str) -> HttpResponse:
    """Confirm a request: by a button, since programs follow the links of messages too."""
    context: dict[str, object] = {"state": "ask"}
    status = 200
    if request.method == "POST":
        try:
            confirm_request(actor=ANYBODY, number=number, secret=secret)
            context = {"state": "done"}
        except RefusedError as error:
            context, status = {"state": "gone", "problems": error.problems}, 410
    response = render(request, "workspace/contacts/your_data_confirm.html", context, status=status)
    # The address is the secret. (With “no-referrer”, browsers would not say whence a form comes: it would be refused.)
    response["Referrer-Policy"] = "same-origin"
    return response
