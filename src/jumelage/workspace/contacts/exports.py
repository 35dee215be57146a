"""Contacts as a file, for an address book or a spreadsheet."""

from django.http import HttpResponse

from jumelage.contacts.actions.exports import note_export
from jumelage.contacts.domain.writing import COLUMNS, Card, csv_of, vcards_of
from jumelage.contacts.files import cards_of
from jumelage.contacts.queries import contacts_of, partner_contacts, partners_with_contacts
from jumelage.core.language import reader_language
from jumelage.workspace.contacts.wording import column_word
from jumelage.workspace.guard import MemberRequest, for_members
from jumelage.workspace.views.common import show_desk

#: The file formats: ending, type, and how it is written.
FORMATS = {"csv": "text/csv", "vcard": "text/vcard", "vcard3": "text/vcard"}
WHOSE = ("all", "own", "partners")


@for_members()
def export(request: MemberRequest) -> HttpResponse:
    """Ask for whose contacts and in which format; then give the file."""
    format, whose = request.POST.get("format", "csv"), request.POST.get("whose", "all")
    if request.method != "POST" or format not in FORMATS or whose not in WHOSE:
        return show_desk(request, "workspace/contacts/export.html", {})
    cards = _cards(request, whose)
    note_export(actor=request.actor, place=request.acting_place, format=format, number=len(cards))
    response = HttpResponse(_text(cards, format), content_type=f"{FORMATS[format]}; charset=utf-8")
    ending = "csv" if format == "csv" else "vcf"
    name = f"contacts-{request.acting_place.slug}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cards(request: MemberRequest, whose: str) -> list[Card]:
    place, actor = request.acting_place, request.actor
    found = [] if whose == "partners" else [contacts_of(actor, place)]
    if whose != "own":
        found += partner_contacts(actor, partners_with_contacts(actor, place, reader_language()))
    return cards_of(found, actor)


def _text(cards: list[Card], format: str) -> str:
    if format == "csv":
        # The mark tells Excel that it is UTF-8.
        return "\ufeff" + csv_of(cards, [column_word(name) for name in COLUMNS])
    return vcards_of(cards, "4.0" if format == "vcard" else "3.0")
