"""What the first page is about where nobody chose: the pair of countries with the most ties on record."""

from django.db.models import Count

from jumelage.ties.models import Claim, Tie

Pair = tuple[str, str]


def default_pair() -> Pair | None:
    """Return the two countries whose ties the registry knows best: by ties with claims entered one by one."""
    rows = (
        Claim.objects.filter(batch__isnull=True)
        .values_list("tie__country_a", "tie__country_b")
        .annotate(number=Count("tie", distinct=True))
        .order_by("-number")
    )
    first = rows.first() or (
        Tie.objects.values_list("country_a", "country_b")
        .annotate(number=Count("pk"))
        .order_by("-number")
        .first()
    )
    return (first[0], first[1]) if first else None
