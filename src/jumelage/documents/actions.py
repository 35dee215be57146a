"""Keeping documents, deciding who sees them, and removing them."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from jumelage.core.audit import Actor, atomic_action, record
from jumelage.core.clock import now
from jumelage.core.domain.refusals import NotAllowedError, Problem, RefusedError
from jumelage.documents import content as contents
from jumelage.documents.domain.checks import LARGEST, Checked, Fault, check
from jumelage.documents.domain.names import clean_text
from jumelage.documents.models import Document
from jumelage.documents.permissions import may_show, require_may_show, require_may_store
from jumelage.documents.uses import uses_of
from jumelage.documents.wording import FAULTS
from jumelage.places.models import Place

#: A file without a document that is not older may belong to a transaction that is still under way.
FRESH = timedelta(days=1)


def store(
    *,
    actor: Actor,
    owner: Place | None,
    file: "File[bytes]",
    title: str,
    language: str = "",
    visibility: str = Document.PRIVATE,
    readers: Iterable[Place] = (),
) -> Document:
    """Check a file and keep it, its bytes exactly as they came.

    Args:
        actor: who brings it. Everybody who acts for the place keeps documents; to show them to others takes an officer.
        owner: the place it belongs to; none for a letter with which somebody applies.
        file: what was uploaded.
        title: what it is, in a few words; its name if empty.
        language: of what is written in it, as a code.
        visibility: who else may see it: a value of ``Document.VISIBILITIES``.
        readers: the places that may, where it is shared.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_may_store(actor, owner)
    if visibility != Document.PRIVATE and not may_show(actor, owner.pk if owner else None):
        message = _("Only officers of the place show its documents to others.")
        raise NotAllowedError(Problem("not_allowed", "visibility", message))
    if visibility not in dict(Document.VISIBILITIES):
        raise RefusedError(Problem("visibility", "visibility", _("Say who may see it.")))
    content, checked = read_checked(file)
    return _keep(
        actor=actor,
        document=Document(
            owner=owner,
            visibility=visibility,
            title=(clean_text(title) or checked.file_name)[:300],
            file_name=checked.file_name,
            content_type=checked.content_type,
            size=len(content),
            language=language.strip()[:12],
            uploaded_by=actor.label,
        ),
        content=content,
        readers=list(readers) if visibility == Document.PARTIES else [],
    )


def read_checked(file: "File[bytes]") -> tuple[bytes, Checked]:
    """Return a file's bytes and what it is.

    Raises:
        RefusedError: it is not taken, with every reason.
    """
    file.seek(0)
    content = file.read(LARGEST + 1)
    checked = check(content, file.name or "", getattr(file, "content_type", None) or "")
    if isinstance(checked, list):
        raise RefusedError(*(_problem(fault) for fault in checked))
    return content, checked


def _problem(fault: Fault) -> Problem:
    return Problem(fault.value, "file", str(FAULTS[fault]))


@atomic_action
def _keep(*, actor: Actor, document: Document, content: bytes, readers: list[Place]) -> Document:
    """Write the content first, then the row: what a row speaks of is always there."""
    document.sha256 = contents.write(content)
    document.uploaded_at = now()
    public = document.visibility == Document.PUBLIC
    document.published_at = document.uploaded_at if public else None
    document.save()
    document.readers.set(readers)
    transaction.on_commit(lambda: _see_it_is_there(content))
    _record(actor, document, "documents.store", registry=public, sha256=document.sha256)
    return document


def _see_it_is_there(content: bytes) -> None:
    """Write the content again if it was swept between its writing and the row's commit."""
    with contents.alone():
        contents.write(content)


@atomic_action
def share(*, actor: Actor, document: Document, readers: Iterable[Place]) -> Document:
    """Let the officers of other places see a document; with no readers it is the own office's alone again.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was removed, or is public.
    """
    document = _held(actor, document)
    if document.visibility == Document.PUBLIC:
        message = _("Everybody may see this document. Take it back from the public first.")
        raise RefusedError(Problem("public", "", message))
    wanted = [place for place in readers if place.pk != document.owner_id]
    document.visibility = Document.PARTIES if wanted else Document.PRIVATE
    document.save(update_fields=["visibility"])
    document.readers.set(wanted)
    names = [place.name for place in wanted]
    _record(actor, document, "documents.share", registry=False, readers=names)
    return document


@atomic_action
def publish(*, actor: Actor, document: Document) -> Document:
    """Show a document to everybody.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was removed.
    """
    document = _held(actor, document)
    if document.visibility != Document.PUBLIC:
        document.visibility = Document.PUBLIC
        document.published_at = now()
        document.save(update_fields=["visibility", "published_at"])
        _record(actor, document, "documents.publish", registry=True, sha256=document.sha256)
    return document


@atomic_action
def unpublish(*, actor: Actor, document: Document, reason: str) -> Document:
    """Take a document back from the public: those with whom it was shared before still see it.

    What others copied meanwhile stays where it is; the trail says that it was public, and why it no longer is.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: no reason was given, or it is not public.
    """
    document = _held(actor, document)
    if document.visibility != Document.PUBLIC:
        raise RefusedError(Problem("not_public", "", _("This document is not public.")))
    if not reason.strip():
        message = _("Say why the document is no longer shown.")
        raise RefusedError(Problem("reason", "reason", message))
    shared = document.readers.exists()
    document.visibility = Document.PARTIES if shared else Document.PRIVATE
    document.published_at = None
    document.save(update_fields=["visibility", "published_at"])
    _record(actor, document, "documents.unpublish", registry=True, reason=reason.strip())
    return document


@atomic_action
def remove(*, actor: Actor, document: Document, reason: str = "") -> Document:
    """Remove a document: its content goes when no other document is the same; what it was stays on record.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: something rests on it (the message says what), or it was removed before.
    """
    document = _held(actor, document)
    uses = uses_of([document.pk])[document.pk]
    if uses:
        message = _(
            "This document cannot be removed: %(what)s rests on it. What was recorded stays with what shows it."
        )
        words = ", ".join(dict.fromkeys(use.words for use in uses))
        raise RefusedError(Problem("in_use", "", message % {"what": words}))
    public = document.visibility == Document.PUBLIC
    document.removed_at = now()
    document.save(update_fields=["removed_at"])
    digest = document.sha256
    transaction.on_commit(lambda: _let_go(digest))
    _record(actor, document, "documents.remove", registry=public, reason=reason.strip())
    return document


def _held(actor: Actor, document: Document) -> Document:
    """Return a document as it is now, locked, if the actor may decide about it.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: it was removed.
    """
    require_may_show(actor, document)
    found = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if found.removed_at is not None:
        raise RefusedError(Problem("removed", "", _("This document was removed before.")))
    return found


def _let_go(digest: str) -> bool:
    """Delete a content that no document has any more; return whether it was deleted."""
    with contents.alone():
        if Document.objects.filter(sha256=digest, removed_at__isnull=True).exists():
            return False
        contents.path_of(digest).unlink(missing_ok=True)
        return True


def sweep(*, older_than: timedelta = FRESH) -> int:
    """Delete contents that no document has, and files left unfinished, if nobody touched them lately.

    They remain where a transaction was rolled back after its file was written, or a process was stopped.

    Returns:
        How many files were deleted.
    """
    before = (now() - older_than).timestamp()
    old = [path for path in contents.kept() if path.stat().st_mtime < before]
    swept = 0
    for path in old:
        if path.name.startswith("."):
            path.unlink(missing_ok=True)
            swept += 1
        elif len(path.name) == 64:
            swept += _let_go(path.name)
    return swept


def _record(
    actor: Actor,
    document: Document,
    action: str,
    *,
    registry: bool,
    reason: str = "",
    **changes: object,
) -> None:
    owner = document.owner
    record(
        actor=actor,
        action=action,
        target=f"document:{document.pk}",
        changes=changes,
        reason=reason,
        acting_for=str(owner or ""),
        places=[owner.pk] if owner else [],
        registry=registry,
    )
