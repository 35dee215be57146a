"""Words that a question may hold; any other is answered with what there is instead."""

from typing import Annotated, Literal

from pydantic import AfterValidator

from jumelage.places.domain.countries import parse_country


def _code(text: str) -> str:
    match = parse_country(text)
    if not match.found:
        raise ValueError(match.reason)
    return match.code


#: A country by its code or by any usual name.
Country = Annotated[str, AfterValidator(_code)]
FormWord = Literal[
    "unknown",
    "twinning",
    "partnership",
    "friendship",
    "cooperation",
    "project",
    "contact",
    "solidarity",
]
