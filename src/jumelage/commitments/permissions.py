"""Who may do what with commitments: officers of each owner for their own place; what they wrote binds no other."""

from django.utils.translation import gettext as _

from jumelage.commitments.models import Commitment, CommitmentOwner
from jumelage.core.audit import Actor
from jumelage.core.domain.refusals import NotAllowedError, Problem
from jumelage.memberships.permissions import require_member
from jumelage.places.models import Place


def require_owner(actor: Actor, commitment: Commitment, place: Place) -> CommitmentOwner:
    """Let only officers of a place act that owns the commitment; return what the place answers for.

    Raises:
        NotAllowedError: the actor is no officer of the place, or it is no owner.
    """
    require_member(actor, place.pk)
    owner = commitment.owners.filter(place=place).first()
    if owner is None or (commitment.state == "draft" and commitment.drafted_by_id != place.pk):
        message = _("%(place)s does not answer for this commitment.") % {"place": place.local_name}
        raise NotAllowedError(Problem("not_owner", "", message))
    return owner
