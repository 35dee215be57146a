"""Words about members in templates."""

from django import template
from django.utils.translation import gettext as _

from jumelage.core.audit import OPERATOR

register = template.Library()


@register.filter
def inviter(label: str) -> str:
    """Return who did something, for a reader: the operator’s label is none that readers know."""
    return _("the registry itself") if label == OPERATOR.label else label
