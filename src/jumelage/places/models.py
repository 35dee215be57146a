"""Communities with an authority of their own that can enter a tie."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jumelage.core.language import reader_language
from jumelage.sources.models import ImportBatch, Source

#: Schemes of identifiers, with the pattern an identifier must match and the address it stands for.
IDENTIFIER_SCHEMES = {
    "wikidata": (r"Q[1-9]\d*", "https://www.wikidata.org/wiki/{}"),
    "geonames": (r"[1-9]\d*", "https://www.geonames.org/{}"),
    "fips": (r"\d{5}", "https://www.census.gov/library/reference/code-lists/ansi.html"),
    "ons": (r"E\d{8}", "https://statistics.data.gov.uk/id/statistical-geography/{}"),
    "ags": (r"\d{5}", "https://www.destatis.de/gemeindeverzeichnis"),
    "lau": (
        r"[A-Z]{2}-[0-9A-Z-]+",
        "https://ec.europa.eu/eurostat/web/nuts/local-administrative-units",
    ),
    "postal": (r"[A-Z]{2}-[0-9A-Za-z-]+", "https://www.geonames.org/postal-codes/"),
    "iso3166-2": (r"[A-Z]{2}-[A-Z0-9]{1,3}", "https://www.iso.org/obp/ui/#iso:code:3166:{country}"),
}


class Place(models.Model):
    """A city, district, county, region or state."""

    KINDS = [
        ("city", pgettext_lazy("kind of place", "city")),
        ("district", pgettext_lazy("kind of place", "district")),
        ("county", pgettext_lazy("kind of place", "county")),
        ("region", pgettext_lazy("kind of place", "region")),
        ("state", pgettext_lazy("kind of place", "state")),
    ]

    country = models.CharField(max_length=4)  # ISO 3166-1 alpha-2, XK, or ISO 3166-3 alpha-4
    slug = models.SlugField(max_length=120)
    kind = models.CharField(max_length=10, choices=KINDS)
    label = models.CharField(max_length=60, blank=True)  # what its country calls it: "oblast" …
    name = models.CharField(max_length=200)  # in English, or as the source has it
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    division = models.CharField(max_length=12, blank=True)  # ISO 3166-2 of the state it lies in
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    population = models.PositiveBigIntegerField(null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    timezone = models.CharField(max_length=60, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT)
    note = models.TextField(blank=True)
    batch = models.ForeignKey(  # the import that brought it in
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="places"
    )
    tie_count = models.PositiveIntegerField(default=0)  # of ties known, kept by ties.actions
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "slug"], name="place_address"),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, lng__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180),
                name="place_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["country", "-tie_count", "name"], name="place_country_ties"),
            models.Index(fields=["-tie_count", "name"], name="place_ties"),
            models.Index(  # the places nearest in size that have ties
                fields=["country", "kind", "population"],
                name="place_comparable",
                condition=Q(tie_count__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """The readable address: ``ru/vladivostok``."""
        return f"{self.country.lower()}/{self.slug}"

    @property
    def local_name(self) -> str:
        """The official name in the reader's language, if its names were fetched and it has one."""
        language = reader_language()
        if language != "en":
            for name in self.names.all():
                if name.language == language and name.kind == PlaceName.OFFICIAL:
                    return name.name
        return self.name


class PlaceName(models.Model):
    """A name of a place: in a language, of a kind, said by a source."""

    OFFICIAL = "official"
    ALTERNATIVE = "alternative"
    FORMER = "former"
    KINDS = [
        (OFFICIAL, pgettext_lazy("kind of name", "official")),
        (ALTERNATIVE, pgettext_lazy("kind of name", "alternative")),
        (FORMER, pgettext_lazy("kind of name", "former")),
    ]

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12, choices=KINDS, default=ALTERNATIVE)
    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, db_index=True)  # core.domain.text.search_key(name)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT)
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="place_names"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language", "kind", "name"], name="place_name_once"
            )
        ]
        ordering = ["place", "kind", "language", "name"]

    def __str__(self) -> str:
        return self.name


class PlaceIdentifier(models.Model):
    """What another register calls the place."""

    SCHEMES = [
        ("wikidata", _("Wikidata")),
        ("geonames", _("GeoNames")),
        ("fips", _("FIPS county code")),
        ("iso3166-2", _("ISO 3166-2")),
        ("ons", _("code of the British statistical office")),
        ("ags", _("German district key")),
        ("lau", _("local administrative unit")),
        ("postal", _("postal code and name")),
    ]

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=20, choices=SCHEMES)
    value = models.CharField(max_length=60)
    batch = models.ForeignKey(
        ImportBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="identifiers"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_of_one_place")
        ]
        ordering = ["place", "scheme"]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def url(self) -> str:
        """Where the other register shows the place."""
        return IDENTIFIER_SCHEMES[self.scheme][1].format(
            self.value, country=self.value.split("-")[0]
        )
