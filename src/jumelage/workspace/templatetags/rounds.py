"""Shares in the templates of rounds."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return a share from 0 to 1 in per cent, as the reader’s language writes it."""
    return _("%(number)s %%") % {"number": round(100 * share)}
