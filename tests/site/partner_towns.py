"""A gazetteer of a few towns, so that suggestions need not read the whole one."""

from tests.domain.places.small import city

TOWNS = [
    city(1, "Altstadt", "DE", "01", (50.0, 10.0), 30_000, "Vieilleville"),
    city(2, "Bourg", "FR", "11", (48.0, 3.0), 31_000, "Бург"),
    city(3, "Vieilleville", "FR", "11", (48.5, 3.1), 15_500),
    city(4, "Grodno", "PL", "72", (52.0, 20.0), 600_000, "Гродно"),
    city(5, "Seaside", "GB", "ENG", (50.7, -1.9), 90_000),
    city(6, "Springfield", "US", "IL", (39.8, -89.6), 114_000, "Спрингфилд", "Спрингфийлд"),
    city(7, "Springfield", "US", "MO", (37.2, -93.3), 170_000),
    city(8, "Kleinstadt", "AT", "09", (48.2, 16.4), 16_000),
]
