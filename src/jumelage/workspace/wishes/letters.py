"""Messages: those that came to wishes of the place, and those that the office wrote itself."""

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jumelage.contacts.limits import is_too_often
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.core.language import reader_language
from jumelage.memberships.models import Institution
from jumelage.partners.actions import messages as letters
from jumelage.partners.models.answers import WishMessage
from jumelage.partners.models.wishes import Wish
from jumelage.partners.wishes.permissions import may_write_wish
from jumelage.partners.wishes.queries import with_all
from jumelage.partners.wishes.words import wish_shown
from jumelage.workspace.guard import MemberRequest
from jumelage.workspace.views.common import page_of, say_refusal, show_desk
from jumelage.workspace.wishes.common import asked_wish, holders_for
from jumelage.workspace.wishes.forms import AnswerForm, WriteForm, titles_of

#: So many messages a place may write in a day: enough for earnest ones, too few to flood a board.
A_DAY = 30
#: In the choice of for whom one writes: the place itself.
_PLACE = "place"


def message(request: MemberRequest, number: int) -> HttpResponse:
    """A message to an own wish: read it, answer it, set it aside, erase it."""
    kept = _came(request, number)
    form = AnswerForm(request.POST if request.POST.get("do") == "answer" else None)
    if request.method == "POST":
        try:
            if done := _do(request, kept, form):
                return done
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.refuse(error) if form.is_bound else say_refusal(request, error)
    context = {"letter": kept, "shown": wish_shown(kept.wish), "form": form, **_from(kept)}
    status = 422 if form.is_bound and form.errors else 200
    return show_desk(request, "workspace/wishes/message.html", context, status=status)


def _do(request: MemberRequest, kept: WishMessage, form: AnswerForm) -> HttpResponse | None:
    """Do what a button says; nothing yet if the answer has to be written otherwise."""
    what, place = request.POST.get("do"), request.acting_place.pk
    if what == "answer":
        if not form.is_valid():
            return None
        values = form.cleaned_data
        letters.answer_message(
            actor=request.actor,
            message=kept,
            text=values["text"],
            show_address=values["show_address"],
        )
        messages.success(request, _("Answered: it is on its way by e-mail."))
    elif what == "erase":
        letters.erase_message(actor=request.actor, message=kept)
        messages.success(request, _("Erased, with the writer’s name and address."))
        return redirect("workspace:wish", place, kept.wish_id)
    elif what in {"aside", "back"}:
        letters.set_aside(actor=request.actor, message=kept, aside=what == "aside")
    return redirect("workspace:wish-message", place, kept.pk)


def _came(request: MemberRequest, number: int) -> WishMessage:
    wishes = with_all(Wish.objects.all(), reader_language())
    rows = WishMessage.objects.for_owner(request.actor).prefetch_related(Prefetch("wish", wishes))
    found = rows.filter(wish__place=request.acting_place, pk=number).first()
    if found is None:
        raise Http404
    return found


def _from(kept: WishMessage) -> dict[str, object]:
    """Return for whom an officer wrote: the place with its name, the institution, and the own wish that was named."""
    if kept.sender_place_id is None:
        return {}
    named = Wish.objects.ever_public().filter(pk=kept.sender_wish_id or 0)
    wish = with_all(named, reader_language()).first()
    return {
        "from_place": kept.sender_place,
        "from_institution": kept.sender_institution,
        "from_wish": wish_shown(wish) if wish else None,
    }


@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """What the office wrote to owners of wishes, and what they answered."""
    wishes = with_all(Wish.objects.all(), reader_language())
    rows = WishMessage.objects.written_by(request.actor).filter(sender_place=request.acting_place)
    page = page_of(request, rows.prefetch_related(Prefetch("wish", wishes)), 20)
    context = {"page": page, "letters": [(one, wish_shown(one.wish)) for one in page]}
    return show_desk(request, "workspace/wishes/sent.html", context)


@require_POST
def take_back(request: MemberRequest, number: int) -> HttpResponse:
    """Take back a message that the office wrote: it is erased."""
    rows = WishMessage.objects.written_by(request.actor).filter(sender_place=request.acting_place)
    found = rows.select_related("sender_place", "sender_institution", "wish__place").filter(
        pk=number
    )
    kept = found.first()
    if kept is None:
        raise Http404
    letters.take_back_own(actor=request.actor, message=kept)
    messages.success(request, _("Taken back: it is erased, for them too."))
    return redirect("workspace:wishes-sent", request.acting_place.pk)


def write(request: MemberRequest) -> HttpResponse:
    """Write to the owner of a wish for the place, or for an institution of it."""
    wish = asked_wish(request)
    senders = _senders(request)
    own = _own_open(request)
    form = WriteForm(
        request.POST or None,
        senders=[(key, name) for key, (name, _one) in senders.items()],
        wishes=titles_of(own),
        initial={
            "own_wish": request.GET.get("own", ""),
            "sender": _sender_of(own, request.GET.get("own", "")),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            _write(request, wish, form, senders[form.cleaned_data["sender"]][1], own)
        except NotAllowedError:
            raise
        except RefusedError as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("Sent. The answer comes to you by e-mail, and stands here.")
            )
            return redirect("workspace:wishes-sent", request.acting_place.pk)
    context = {"form": form, "shown": wish_shown(wish), "wish": wish}
    status = 422 if form.is_bound and form.errors else 200
    return show_desk(request, "workspace/wishes/write.html", context, status=status)


def _senders(request: MemberRequest) -> dict[str, tuple[str, Institution | None]]:
    holders = holders_for(request.actor, request.acting_place)
    place = {_PLACE: (holders.place, None)} if holders.may_place else {}
    return place | {str(one.pk): (one.name, one) for one in holders.institutions}


def _own_open(request: MemberRequest) -> list[Wish]:
    rows = Wish.objects.of_actor(request.actor).filter(place=request.acting_place, state=Wish.OPEN)
    wishes = with_all(rows, reader_language())
    return [one for one in wishes if may_write_wish(request.actor, one.place, one.institution)]


def _sender_of(own: Iterable[Wish], number: str) -> str:
    """Return for whom one writes about an own wish: who holds it."""
    holder = next((wish.institution_id for wish in own if str(wish.pk) == number), None)
    return str(holder) if holder else _PLACE


def _write(
    request: MemberRequest,
    wish: Wish,
    form: WriteForm,
    institution: Institution | None,
    own: Iterable[Wish],
) -> None:
    place = request.acting_place
    if is_too_often("wish-message-of", str(place.pk), most=A_DAY, seconds=24 * 3600):
        too_often = _("Your place wrote a great deal today. Try again tomorrow.")
        raise RefusedError(Problem("too_often", "", too_often))
    chosen = form.cleaned_data["own_wish"]
    named = next((one for one in own if str(one.pk) == chosen), None)
    letters.write_as_officer(
        actor=request.actor,
        wish=wish,
        sender=letters.Sender(place, institution, named),
        text=form.cleaned_data["text"],
    )
