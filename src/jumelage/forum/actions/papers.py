"""Documents of an edition: handed out to everybody, or to the delegations that come."""

from django.core.files import File
from django.utils.translation import gettext as _

from jumelage.core.audit import OPERATOR, Actor, atomic_action
from jumelage.core.clock import now
from jumelage.core.conflicts import locked, save_changes
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import refuse
from jumelage.documents import actions as documents
from jumelage.forum.actions.common import (
    LONGEST_NAME,
    problems_with_codes,
    problems_with_texts,
    record_edition,
)
from jumelage.forum.actions.editions import Texts
from jumelage.forum.domain.texts import clean
from jumelage.forum.models import Edition, EditionDocument
from jumelage.forum.permissions import require_organiser

#: So many documents an edition has at most.
MOST = 100


@atomic_action
def add_document(
    *, actor: Actor, edition: Edition, file: "File[bytes]", titles: Texts, audience: str
) -> EditionDocument:
    """Hand a file out: to everybody, or to delegations that come. It is checked and kept as it came.

    Raises:
        NotAllowedError: the actor may not.
        RefusedError: with every reason.
    """
    require_organiser(actor, edition)
    problems = _problems(titles, audience)
    if edition.documents.count() >= MOST:
        message = _("An edition has at most %(most)s documents.") % {"most": MOST}
        problems.append(Problem("too_many", "", message))
    refuse(problems)
    said = clean(titles)
    document = documents.store(
        actor=actor, owner=None, file=file, title=said.get("en") or next(iter(said.values()))
    )
    made = EditionDocument.objects.create(
        edition=edition, document=document, titles=said, audience=audience, added_at=now()
    )
    record_edition(actor, edition, "forum.add_document", public=_is_read(made))
    return made


@atomic_action
def change_document(
    *, actor: Actor, handed: EditionDocument, version: int, titles: Texts, audience: str
) -> EditionDocument:
    """Change what a document is called, and who reads it.

    Raises:
        NotAllowedError: the actor may not.
        ConflictError: somebody else changed it meanwhile.
        RefusedError: with every reason.
    """
    require_organiser(actor, handed.edition)
    refuse(_problems(titles, audience))
    kept = locked(EditionDocument, handed.pk, version)
    was_read = _is_read(kept)
    if save_changes(kept, {"titles": clean(titles), "audience": audience}):
        public = was_read or _is_read(kept)
        record_edition(actor, kept.edition, "forum.change_document", public=public)
    return kept


@atomic_action
def remove_document(*, actor: Actor, handed: EditionDocument) -> None:
    """Take a document back: its content goes, unless it is kept for something else too.

    Raises:
        NotAllowedError: the actor may not.
    """
    require_organiser(actor, handed.edition)
    document, public = handed.document, _is_read(handed)
    handed.delete()
    documents.remove(actor=OPERATOR, document=document, reason="forum")
    record_edition(actor, handed.edition, "forum.remove_document", public=public)


def _is_read(handed: EditionDocument) -> bool:
    """Whether everybody reads it."""
    everybody = handed.audience == EditionDocument.EVERYBODY
    return everybody and handed.edition.state != Edition.DRAFT


def _problems(titles: Texts, audience: str) -> list[Problem]:
    missing = _("Say what the document is called.")
    problems = problems_with_texts(titles, "titles", missing=missing, most=LONGEST_NAME)
    codes = [code for code, _word in EditionDocument.AUDIENCES]
    return problems + problems_with_codes([audience], codes, "audience")
