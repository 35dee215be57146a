"""Keeping documents: who may see, show and remove which, and what becomes of the bytes."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jumelage.core.audit import OPERATOR, Actor, revision
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.core.models import AuditConcern, AuditEntry
from jumelage.documents import content as contents
from jumelage.documents.actions import publish, remove, share, store, sweep, unpublish
from jumelage.documents.integrity import check_documents
from jumelage.documents.models import Document
from jumelage.documents.queries import document_for, documents_of, documents_shared_with
from jumelage.documents.uses import uses_of
from jumelage.ties.actions import ClaimData, record_claim
from tests.documents.files import archive, pdf, uploaded
from tests.factories import make_place, make_source
from tests.factories.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_dir")]
EVERYBODY = {
    "own helper", "own officer", "other officer", "other helper", "third", "keeper", "staff", "nobody", "operator",
}  # fmt: skip
STRANGER = Actor(label="somebody", user_id=None)


@pytest.fixture
def place(db):
    return make_place("Vladivostok")


@pytest.fixture
def other(db):
    return make_place("San Diego", "US")


def kept(place, **more) -> Document:
    values = {"file": uploaded(), "title": "Minutes", **more}
    return store(actor=member(place), owner=place, **values)


def test_a_document_is_kept_as_it_came(place) -> None:
    content = pdf("as it came")
    document = kept(place, file=uploaded(content, "../Решение 5.pdf"), title=" The\u202e decision ")
    assert contents.path_of(document.sha256).read_bytes() == content
    assert (document.title, document.file_name) == ("The decision", "Решение 5.pdf")
    assert (document.size, document.content_type) == (len(content), "application/pdf")
    assert document.visibility == Document.PRIVATE


def test_no_folder_that_is_served_holds_documents(place, settings) -> None:
    path = contents.path_of(kept(place).sha256).resolve()
    for served in (settings.STATIC_ROOT, settings.MEDIA_ROOT):
        assert Path(served).resolve() not in path.parents
    assert path.parent.parent.stat().st_mode & 0o077 == 0


def test_the_same_content_is_kept_once_and_lasts_as_long_as_one_document_has_it(
    place, other, django_capture_on_commit_callbacks
) -> None:
    first, second = kept(place), kept(other)
    path = contents.path_of(first.sha256)
    assert first.sha256 == second.sha256
    assert [found for found in contents.kept() if not found.name.startswith(".")] == [path]
    with django_capture_on_commit_callbacks(execute=True):
        remove(actor=member(place), document=first)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        remove(actor=member(other), document=second)
    assert not path.exists()
    first.refresh_from_db()
    assert first.removed_at is not None
    assert first.title == "Minutes"


def test_a_content_swept_before_its_row_was_committed_is_written_again(
    place, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        document = kept(place)
        contents.path_of(document.sha256).unlink()
    assert contents.digest_of(contents.path_of(document.sha256).read_bytes()) == document.sha256


def test_what_no_document_has_is_swept_once_it_is_old(place) -> None:
    document = kept(place)
    orphan = contents.path_of(contents.write(b"nobody's"))
    unfinished = orphan.parent / ".new-abc"
    unfinished.write_bytes(b"half")
    assert sweep() == 0
    old = time.time() - 3 * 86400
    for path in (orphan, unfinished, contents.path_of(document.sha256)):
        os.utime(path, (old, old))
    assert sweep() == 2
    assert not orphan.exists()
    assert contents.path_of(document.sha256).exists()


def test_a_refused_file_leaves_nothing(place) -> None:
    with pytest.raises(RefusedError) as refused:
        kept(place, file=uploaded(pdf() + archive(), "a.pdf"))
    assert [problem.field for problem in refused.value.problems] == ["file"]
    assert "hidden" in refused.value.problems[0].message
    assert not Document.objects.exists()
    assert list(contents.kept()) == []


def test_a_file_that_grows_beyond_the_limit_is_not_read_whole(place) -> None:
    class Endless(SimpleUploadedFile):
        asked = 0

        def read(self, size=-1):
            Endless.asked = size
            return b"%PDF-" + b"0" * (size - 5)

    with pytest.raises(RefusedError) as refused:
        kept(place, file=Endless("a.pdf", b"x", "application/pdf"))
    assert refused.value.problems[0].code == "too_large"
    assert Endless.asked == 20 * 1024 * 1024 + 1


@pytest.mark.parametrize(
    ("role", "visibility", "allowed"),
    [
        ("helper", "private", True),
        ("officer", "private", True),
        ("helper", "public", False),
        ("helper", "parties", False),
        ("officer", "public", True),
        ("head", "parties", True),
        (None, "private", False),
    ],
)
def test_who_may_keep_documents_and_show_them(place, role, visibility, allowed) -> None:
    actor = member(place, role=role) if role else STRANGER
    values = {"owner": place, "file": uploaded(), "title": "", "visibility": visibility}
    if allowed:
        assert store(actor=actor, **values).visibility == visibility
        return
    with pytest.raises(NotAllowedError):
        store(actor=actor, **values)
    assert not Document.objects.exists()


def test_a_letter_needs_no_place_but_somebody_who_is_known(django_user_model) -> None:
    user = django_user_model.objects.create(email="ivan@example.org", name="Ivan")
    values = {"owner": None, "file": uploaded(), "title": "Letter"}
    with pytest.raises(NotAllowedError):
        store(actor=STRANGER, **values)
    letter = store(actor=Actor(label="Ivan", user_id=user.pk), **values)
    assert document_for(OPERATOR, letter.pk) == letter
    assert document_for(Actor(label="Olga", user_id=user.pk + 1), letter.pk) is None


@pytest.mark.parametrize(
    ("visibility", "seen_by"),
    [
        ("private", {"own helper", "own officer", "operator"}),
        ("parties", {"own helper", "own officer", "other officer", "other helper", "operator"}),
        ("public", EVERYBODY),
    ],
)
def test_who_sees_which(place, other, visibility, seen_by) -> None:
    third = make_place(country="DE")
    document = kept(place, visibility=visibility, readers=[other])
    people = {
        "own helper": member(place, role="helper"),
        "own officer": member(place),
        "other officer": member(other),
        "other helper": member(other, role="helper"),
        "third": member(third, role="head"),
        "keeper": Actor(label="k", countries=frozenset({"RU", "US"})),
        "staff": Actor(label="s", is_staff=True),
        "nobody": STRANGER,
        "operator": OPERATOR,
    }
    assert {name for name, actor in people.items() if document_for(actor, document.pk)} == seen_by
    remove(actor=member(place), document=document)
    assert all(document_for(actor, document.pk) is None for actor in people.values())


def test_sharing_and_publishing(place, other) -> None:
    document = kept(place)
    for actor in (member(place, role="helper"), member(other), STRANGER):
        with pytest.raises(NotAllowedError):
            share(actor=actor, document=document, readers=[other])
        with pytest.raises(NotAllowedError):
            publish(actor=actor, document=document)
        with pytest.raises(NotAllowedError):
            unpublish(actor=actor, document=document, reason="x")
        with pytest.raises(NotAllowedError):
            remove(actor=actor, document=document)
    actor, before = member(place), revision()
    document = share(actor=actor, document=document, readers=[other, place])
    assert list(documents_shared_with(member(other), other)) == [document]
    assert revision() == before  # nothing public changed
    document = publish(actor=actor, document=document)
    assert document.published_at is not None
    assert revision() == before + 1
    with pytest.raises(RefusedError):
        share(actor=actor, document=document, readers=[])
    with pytest.raises(RefusedError):
        unpublish(actor=actor, document=document, reason=" ")
    document = unpublish(actor=actor, document=document, reason="It has an address in it")
    assert (document.visibility, document.published_at) == (Document.PARTIES, None)
    document = share(actor=actor, document=document, readers=[])
    assert document.visibility == Document.PRIVATE
    assert document_for(member(other), document.pk) is None
    with pytest.raises(RefusedError):
        unpublish(actor=actor, document=document, reason="again")


def test_every_write_is_in_the_place_s_trail(place) -> None:
    document = kept(place)
    actor = member(place)
    publish(actor=actor, document=document)
    unpublish(actor=actor, document=document, reason="Wrong scan")
    remove(actor=actor, document=document, reason="Wrong scan")
    entries = AuditEntry.objects.filter(target=f"document:{document.pk}").order_by("pk")
    assert [entry.action for entry in entries] == [
        "documents.store", "documents.publish", "documents.unpublish", "documents.remove",
    ]  # fmt: skip
    concerns = AuditConcern.objects.filter(entry__in=entries).values_list("place_id", flat=True)
    assert list(concerns) == [place.pk] * 4
    with pytest.raises(RefusedError):
        remove(actor=actor, document=document)


def test_what_a_claim_rests_on_is_not_removed(place, other) -> None:
    document = kept(place)
    claim, _ = record_claim(
        actor=OPERATOR,
        data=ClaimData(
            source=make_source(),
            place_a=place,
            place_b=other,
            kind="signed",
            when="1991",
            document=document,
        ),
    )
    with pytest.raises(RefusedError) as refused:
        remove(actor=member(place), document=document)
    assert "a claim about a tie" in refused.value.problems[0].message
    (use,) = uses_of([document.pk])[document.pk]
    assert (use.label, use.number) == ("ties.claim", claim.pk)
    document.refresh_from_db()
    assert document.removed_at is None


def test_lists_take_as_many_queries_for_three_as_for_one(
    place, other, django_assert_num_queries
) -> None:
    actor = member(place)

    def read() -> None:
        for document in documents_of(actor, place):
            assert [reader.name for reader in document.readers.all()] == ["San Diego"]

    kept(place, visibility="parties", readers=[other])
    with django_assert_num_queries(2):
        read()
    for number in range(2):
        kept(place, file=uploaded(pdf(str(number))), visibility="parties", readers=[other])
    with django_assert_num_queries(2):
        read()


def test_a_content_that_is_missing_or_changed_is_found(place, other) -> None:
    lost, changed, whole = (
        kept(place, file=uploaded(pdf(word))) for word in ("lost", "changed", "whole")
    )
    kept(other, file=uploaded(pdf("lost")))  # the same content: told once
    assert list(check_documents()) == []
    contents.path_of(lost.sha256).unlink()
    contents.path_of(changed.sha256).write_bytes(b"something else")
    found = {(problem.code, problem.field) for problem in check_documents()}
    assert found == {
        ("content_missing", f"document {lost.pk}"),
        ("content_changed", f"document {changed.pk}"),
    }
    assert contents.path_of(whole.sha256).exists()
