"""What pages of accounts need beside Django's own filters."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

#: Parts of what browsers say of themselves, in the order in which to look: most name their forebears too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser(user_agent: str) -> str:
    """Return the browser and the system, as far as they can be told from what the browser says of itself."""
    name = next((word for part, word in BROWSERS if part in user_agent), "")
    system = next((word for part, word in SYSTEMS if part in user_agent), "")
    return ", ".join(filter(None, [name, system])) or _("another browser")
