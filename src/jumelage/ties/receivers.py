"""What ties do when something below them changes."""

from django.dispatch import receiver

from jumelage.sources.models import Source
from jumelage.sources.signals import source_changed
from jumelage.ties.actions import refresh_ties
from jumelage.ties.models import Claim


@receiver(source_changed, sender=Source)
def refresh_ties_of_source(source: Source, **_: object) -> None:
    """Work out anew the standing of the ties of which a changed source speaks."""
    refresh_ties(
        list(Claim.objects.filter(source=source).values_list("tie_id", flat=True).distinct())
    )
