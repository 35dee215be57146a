"""Links in an e-mail that act for its reader without signing in: a signed token names the person, for one purpose."""

from django.core import signing
from django.utils.translation import gettext as _

from jumelage.accounts.models import User
from jumelage.core.domain.refusals import Problem, RefusedError


def token_of(user: User, purpose: str) -> str:
    """Return the token that names a person for one purpose, and is good for no other."""
    return signing.dumps(user.pk, salt=purpose)


def user_of(token: str, purpose: str) -> User:
    """Return the person whom a token names.

    Raises:
        RefusedError: the token was not made here for this purpose, or the account is gone.
    """
    try:
        number = signing.loads(token, salt=purpose)
    except signing.BadSignature:
        number = None
    user = User.objects.filter(pk=number).first()
    if user is None:
        message = _("This link is not complete, or it is no longer valid.")
        raise RefusedError(Problem("unknown_link", "", message))
    return user
