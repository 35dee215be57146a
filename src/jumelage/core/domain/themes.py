"""The controlled list of subjects. What they are called in which language is with :mod:`core.themes`."""

#: The order is that of lists on pages: only ever add at the end of a group, and never take one out.
THEMES: tuple[str, ...] = (
    "administration",
    "smart_city",
    "planning",
    "transport",
    "environment",
    "business",
    "tourism",
    "science",
    "education",
    "youth",
    "culture",
    "heritage",
    "media",
    "sport",
    "health",
    "social",
    "seniors",
    "citizens",
    "remembrance",
    "safety",
)


def unknown(themes: object) -> list[str]:
    """Return those of some codes that are no themes, in their order."""
    return (
        [str(theme) for theme in themes if theme not in THEMES]
        if isinstance(themes, list | tuple)
        else []
    )
