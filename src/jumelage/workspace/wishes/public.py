"""The public pages of messages to wishes: write one, confirm it, take it back; and switch an e-mail off."""

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from jumelage.contacts.limits import is_too_often
from jumelage.core.audit import Actor
from jumelage.core.clock import today
from jumelage.core.domain.refusals import RefusedError
from jumelage.core.language import reader_language
from jumelage.memberships.actors import actor_of
from jumelage.memberships.domain.roles import Role, is_at_least
from jumelage.memberships.models import Institution
from jumelage.memberships.permissions import is_member
from jumelage.partners.actions.mail_choice import stop_mail, user_of_token
from jumelage.partners.actions.messages import (
    MessageData,
    confirm_message,
    message_with_secret,
    take_back_message,
    write_as_visitor,
)
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.queries import with_all
from jumelage.partners.wishes.words import wish_shown
from jumelage.places.models import Place
from jumelage.places.queries import official_names
from jumelage.workspace.wishes.forms import VisitorForm

#: So many messages from one place of the network in an hour, and from one e-mail address in a day.
FROM_ONE_NETWORK, FROM_ONE_ADDRESS = 10, 5
ANYBODY = Actor(label="anonymous")


@never_cache
def write(request: HttpRequest, number: int) -> HttpResponse:
    """Write to the owner of a wish. Nobody learns the owner’s address."""
    wish = with_all(Wish.objects.ever_public(), reader_language()).filter(pk=number).first()
    if wish is None:
        raise Http404
    form = VisitorForm(request.POST or None)
    context = {
        "form": form,
        "shown": wish_shown(wish),
        "wish": wish,
        "own": _own(request),
    }
    context["is_open"] = wish.state == Wish.OPEN and wish.until >= today()
    status = 200
    if request.method == "POST" and form.is_valid():
        if form.is_of_a_program:
            return redirect("wish-message:sent", number)
        if _is_too_often(request, form.cleaned_data["email"]):
            context["too_often"], status = True, 429
        elif _written(wish, form):
            return redirect("wish-message:sent", number)
    status = 422 if form.is_bound and form.errors else status
    return render(request, "workspace/wishes/public_write.html", context, status=status)


def _own(request: HttpRequest) -> list[tuple[int, str]]:
    """Return for what the reader may write as an officer: the number of its place, and what it is called."""
    actor = actor_of(request)
    own = [pk for pk in actor.places if is_member(actor, pk, Role.OFFICER)]
    institutions = [
        pk for pk, role in actor.institutions.items() if is_at_least(role, Role.OFFICER)
    ]
    names = official_names(reader_language())
    places = Place.objects.filter(pk__in=own).prefetch_related(names).order_by("name")
    rows = Institution.objects.filter(pk__in=institutions).exclude(place__in=own).order_by("name")
    return [
        *((place.pk, place.local_name) for place in places),
        *((one.place_id, one.name) for one in rows),
    ]


def _is_too_often(request: HttpRequest, email: str) -> bool:
    network = get_adapter().get_client_ip(request)
    return is_too_often(
        "wish-message-from", network, most=FROM_ONE_NETWORK, seconds=3600
    ) or is_too_often("wish-message-by", email.lower(), most=FROM_ONE_ADDRESS, seconds=24 * 3600)


def _written(wish: Wish, form: VisitorForm) -> bool:
    values = {name: form.cleaned_data[name] for name in ("name", "organisation", "email", "text")}
    try:
        data = MessageData(**values, language=reader_language())
        write_as_visitor(actor=ANYBODY, wish=wish, data=data)
    except RefusedError as error:
        form.refuse(error)
        return False
    return True


@never_cache
def sent(request: HttpRequest, number: int) -> HttpResponse:
    """Say that a link to confirm the message is on its way."""
    return render(request, "workspace/wishes/public_sent.html", {"number": number})


@never_cache
def confirm(request: HttpRequest, number: int, secret: str) -> HttpResponse:
    """Confirm a message, or take it back: by buttons, since programs follow the links of messages too."""
    context: dict[str, object] = {}
    status = 200
    try:
        if request.POST.get("do") == "back":
            take_back_message(actor=ANYBODY, number=number, secret=secret)
            context["state"] = "erased"
        elif request.method == "POST":
            confirm_message(actor=ANYBODY, number=number, secret=secret)
        if "state" not in context:
            context |= _shown(number, secret)
    except RefusedError as error:
        context, status = {"state": "gone", "problems": error.problems}, 410
    response = render(request, "workspace/wishes/public_confirm.html", context, status=status)
    # The address is the secret. (With “no-referrer”, browsers would not say whence a form comes: it would be refused.)
    response["Referrer-Policy"] = "same-origin"
    return response


def _shown(number: int, secret: str) -> dict[str, object]:
    letter = message_with_secret(number, secret)
    rows = with_all(Wish.objects.ever_public(), reader_language())
    shown = wish_shown(rows.get(pk=letter.wish_id))
    return {"state": "arrived" if letter.confirmed_at else "ask", "letter": letter, "shown": shown}


@csrf_exempt  # mail programs send the form by themselves (RFC 8058); the signed token says who may
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Switch the e-mail about new wishes off from the e-mail itself, without signing in."""
    try:
        if request.method == "POST":
            stop_mail(token=token)
        else:
            user_of_token(token)
    except RefusedError as error:
        context = {"problem": error.problems[0].message}
        return render(request, "workspace/wishes/public_stop.html", context, status=404)
    done = {"done": request.method == "POST"}
    return render(request, "workspace/wishes/public_stop.html", done)
