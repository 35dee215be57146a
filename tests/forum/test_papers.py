"""Documents of an edition: who reads which, from the draft to the end."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jumelage.core.audit import Actor
from jumelage.core.conflicts import ConflictError
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.documents.models import Document
from jumelage.documents.queries import document_for
from jumelage.forum.actions.delegations import decline
from jumelage.forum.actions.papers import add_document, change_document, remove_document
from jumelage.forum.models import Edition, EditionDocument
from tests.documents.files import pdf
from tests.forum.conftest import acting

ANYBODY = Actor(label="anonymous")


def a_file(name: str = "map.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), content_type="application/pdf")


@pytest.fixture
def handed(data_dir, edition, organiser):
    """A document for delegations only."""
    return add_document(
        actor=organiser.actor, edition=edition, file=a_file(), titles={"en": "Map", "ru": "Карта"},
        audience=EditionDocument.DELEGATIONS,
    )  # fmt: skip


def may(actor, handed) -> bool:
    return document_for(actor, handed.document_id) is not None


def test_delegations_that_come_and_organisers_read_what_is_for_them(
    handed, organiser, officer, coming, other
):
    assert may(organiser.actor, handed)
    assert may(officer.actor, handed)
    assert not may(acting(other, "bob@sd.example").actor, handed)
    assert not may(ANYBODY, handed)


def test_who_is_only_invited_or_declined_does_not_read_it(handed, officer, invited):
    assert not may(officer.actor, handed)
    decline(actor=officer.actor, delegation=invited, version=invited.version)
    assert not may(officer.actor, handed)


def test_everybody_reads_what_is_for_everybody_but_of_a_draft(handed, organiser, edition):
    change_document(
        actor=organiser.actor, handed=handed, version=handed.version, titles={"en": "Map"},
        audience=EditionDocument.EVERYBODY,
    )  # fmt: skip
    assert may(ANYBODY, handed)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.DRAFT)
    assert not may(ANYBODY, handed)
    assert may(organiser.actor, handed)


def test_what_is_taken_back_is_gone(handed, organiser):
    document = handed.document
    remove_document(actor=organiser.actor, handed=handed)
    document.refresh_from_db()
    assert document.removed_at is not None
    assert not may(organiser.actor, handed)


def test_every_reason_at_once_and_nothing_is_kept(data_dir, edition, organiser):
    with pytest.raises(RefusedError) as error:
        add_document(
            actor=organiser.actor, edition=edition, file=a_file(), titles={}, audience="friends"
        )
    assert {problem.field for problem in error.value.problems} == {"titles_en", "audience"}
    bad = SimpleUploadedFile("a.pdf", b"#!/bin/sh", content_type="application/pdf")
    with pytest.raises(RefusedError):
        add_document(
            actor=organiser.actor, edition=edition, file=bad, titles={"en": "A"},
            audience=EditionDocument.EVERYBODY,
        )  # fmt: skip
    assert not Document.objects.exists()
    assert not EditionDocument.objects.exists()


def test_only_those_who_run_the_edition_hand_out(handed, officer, coming, edition):
    with pytest.raises(NotAllowedError):
        remove_document(actor=officer.actor, handed=handed)
    with pytest.raises(NotAllowedError):
        add_document(
            actor=officer.actor, edition=edition, file=a_file(), titles={"en": "A"},
            audience=EditionDocument.EVERYBODY,
        )  # fmt: skip


def test_two_who_change_it_at_once(handed, organiser):
    def change(title: str) -> None:
        change_document(
            actor=organiser.actor, handed=handed, version=1, titles={"en": title},
            audience=EditionDocument.DELEGATIONS,
        )  # fmt: skip

    change("Plan")
    with pytest.raises(ConflictError):
        change("Sketch")
