"""``jumelage partners find``, ``… prepare`` and ``… train``: suggestions for a place of the register, in words."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jumelage.cli.answers import Language, country, fail, speak
from jumelage.cli.bars import bars
from jumelage.cli.setup import ensure_database, messages

if TYPE_CHECKING:
    from jumelage.partners.domain.finder import Suggestion
    from jumelage.partners.domain.leanings import Leanings
    from jumelage.partners.suggesting import Suggester, Wanted
    from jumelage.places.models import Place

_All = Annotated[
    bool, typer.Option("--all", help="Every town of the gazetteer, not only the larger ones.")
]


def find(
    place: Annotated[str, typer.Argument(help="Its name, an identifier, or an address (de/bonn).")],
    in_country: Annotated[
        list[str] | None, typer.Option("--country", help="Only there; may be repeated.")
    ] = None,
    not_country: Annotated[
        list[str] | None, typer.Option("--not-country", help="Not there; may be repeated.")
    ] = None,
    km_from: Annotated[float | None, typer.Option(min=0, help="At least so far away.")] = None,
    km_to: Annotated[float | None, typer.Option(min=0, help="At most so far away.")] = None,
    size_from: Annotated[int | None, typer.Option(min=0, help="At least so many people.")] = None,
    size_to: Annotated[int | None, typer.Option(min=0, help="At most so many people.")] = None,
    without_partners: Annotated[
        bool, typer.Option("--without-partners", help="Only places without a known partner.")
    ] = False,
    with_wish: Annotated[
        bool, typer.Option("--with-wish", help="Only places with a wish on the board.")
    ] = False,
    theme: Annotated[
        str, typer.Option(help="Only places with a wish for it: culture, youth, sport …")
    ] = "",
    leaning: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=AMOUNT",
            help="What is wanted besides, from -1 (the contrary) to 1: similar, complementary, near, far, "
            "small; may be repeated.",
        ),
    ] = None,
    number: Annotated[int, typer.Option("-n", min=1, max=500, help="How many.")] = 20,
    why: Annotated[bool, typer.Option("--why", help="Say why, for each.")] = False,
    every: _All = False,
    lang: Language = "en",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Suggest partners for a place, the likeliest first."""
    from jumelage.partners.suggesting import Wanted

    ensure_database()
    speak(lang)
    asking = _one_place(place)
    wanted = Wanted(
        countries=tuple(country(name) for name in in_country or ()),
        not_countries=tuple(country(name) for name in not_country or ()),
        km_from=km_from,
        km_to=km_to,
        size_from=size_from,
        size_to=size_to,
        without_partners=without_partners,
        only=_with_wish(theme) if with_wish or theme else None,
    )
    _refuse_contradictions(wanted)
    adjust = _leanings(leaning or ())
    suggester = _load(every)
    found = suggester.suggest(asking, wanted, number, adjust=adjust)
    if not found:
        raise fail(_nothing(suggester, asking, wanted, every=every))
    answer = _answer(suggester, asking, found, lang)
    if as_json:
        json.dump(answer, sys.stdout, indent=1, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        _print(answer, why=why)


def prepare_tables() -> None:
    """Make what suggestions need of the gazetteer, and keep it in the data folder: half a minute, once."""
    from jumelage.partners.suggesting import prepare

    ensure_database()
    with bars() as bar:
        prepare(lambda step, done, of: bar(_STEPS.get(step, step), done, of))
    messages.print("Suggestions are ready.")


def learn(
    seed: Annotated[int, typer.Option(min=0, help="What chance begins with.")] = 1,
) -> None:
    """Train the model on the register's own ties, and keep it for suggestions."""
    from jumelage.partners.domain.training import ENOUGH_TIES
    from jumelage.partners.suggesting import TooFewTiesError, model_file
    from jumelage.partners.suggesting import learn as learn_from_register

    ensure_database()
    try:
        with bars() as bar:
            ties = learn_from_register(
                seed, lambda step, done, of: bar(_STEPS.get(step, step), done, of)
            )
    except TooFewTiesError as error:
        raise fail(
            f"the register has {error.ties:,} ties; to learn from, {ENOUGH_TIES:,} are needed. "
            "Until then the published default model is used"
        ) from error
    messages.print(f"Learned from {ties:,} ties; kept in {model_file()}.")


def _one_place(text: str) -> "Place":
    from jumelage.places.queries import find_places, places_identified

    found = places_identified(text) or find_places(text)
    if not found:
        raise fail(
            f"“{text}” is not in the register. Give its name in any language, its address (de/bonn) or an "
            "identifier (geonames:2946447); places that have no tie come in with their first"
        )
    if len(found) > 1:
        meant = ", ".join(f"{place.key} ({place.name})" for place in found[:10])
        raise fail(f"“{text}” may mean several places: give the address of one of them: {meant}")
    return found[0]


def _leanings(texts: Sequence[str]) -> "Leanings":
    """Return what is wanted besides, given as ``near=0.5``; of the same name given twice the last counts."""
    from dataclasses import fields

    from jumelage.partners.domain.leanings import Leanings

    names = [field.name for field in fields(Leanings)]
    amounts: dict[str, float] = {}
    for text in texts:
        name, _, amount = text.partition("=")
        if name not in names:
            raise fail(f"there is no leaning “{name}”; there are {', '.join(names)}")
        try:
            amounts[name] = float(amount)
        except ValueError as error:
            raise fail(f"“{text}”: write an amount from -1 to 1, like {name}=0.5") from error
    try:
        return Leanings(**amounts)
    except ValueError as error:
        raise fail(str(error)) from error


def _with_wish(theme: str) -> frozenset[int]:
    from jumelage.core.clock import today
    from jumelage.core.domain.themes import THEMES
    from jumelage.partners.wishes.queries import places_with_wish

    if theme and theme not in THEMES:
        raise fail(f"there is no theme “{theme}”; there are {', '.join(THEMES)}")
    return places_with_wish(today(), theme)


def _refuse_contradictions(wanted: "Wanted") -> None:
    both = sorted(set(wanted.countries) & set(wanted.not_countries))
    if both:
        raise fail(f"{', '.join(both)}: both wanted and not wanted; leave one of the two out")
    for least, most, what in (
        (wanted.km_from, wanted.km_to, "km"),
        (wanted.size_from, wanted.size_to, "size"),
    ):
        if least is not None and most is not None and least > most:
            raise fail(
                f"--{what}-from {least:g} is more than --{what}-to {most:g}; turn them round"
            )


def _load(every: bool) -> "Suggester":
    from jumelage.partners.domain.model import ModelFileError
    from jumelage.partners.suggesting import LARGER, load

    try:
        with bars() as bar:
            least = 0 if every else LARGER
            return load(
                least=least, progress=lambda step, *done: bar(_STEPS.get(step, step), *done)
            )
    except ModelFileError as error:
        raise fail(f"{error}: jumelage partners train") from error


def _nothing(suggester: "Suggester", asking: "Place", wanted: "Wanted", *, every: bool) -> str:
    """Say why nothing is left, and which filter to loosen."""
    from dataclasses import replace

    number = suggester.numbers[asking.pk]
    loosened = {
        "--country": replace(wanted, countries=()),
        "--not-country": replace(wanted, not_countries=()),
        "--km-from, --km-to": replace(wanted, km_from=None, km_to=None),
        "--size-from, --size-to": replace(wanted, size_from=None, size_to=None),
        "--without-partners": replace(wanted, without_partners=False),
        "--with-wish, --theme": replace(wanted, only=None),
    }
    left = {
        name: int(suggester.allowed(number, other).sum())
        for name, other in loosened.items()
        if other != wanted
    }
    helps = "; ".join(f"without {name}: {count:,}" for name, count in left.items() if count)
    hint = f" Candidates {helps}." if helps else ""
    more = "" if every else " With --all, smaller towns are candidates as well."
    return f"no candidate is as wanted.{hint}{more}"


def _answer(
    suggester: "Suggester", asking: "Place", found: "list[Suggestion]", language: str
) -> dict[str, Any]:
    from jumelage.partners.reason_words import sentence, where

    facts = suggester.places.facts
    rows = [
        {
            "ref": facts[one.place].ref,
            "name": facts[one.place].name,
            "where": where(facts[one.place], language),
            "country": facts[one.place].country,
            "inhabitants": facts[one.place].population or None,
            "lat": facts[one.place].lat,
            "lng": facts[one.place].lng,
            "score": round(one.score - one.typical, 3),
            "reasons": [
                {
                    "group": reason.group.value,
                    "code": reason.code,
                    "share": round(reason.share, 3),
                    "words": sentence(reason, facts),
                }
                for reason in one.reasons
            ],
        }
        for one in found
    ]
    return {
        "place": asking.key,
        "model": "default" if suggester.finder.is_default else "trained",
        "ties": len(suggester.edges),
        "candidates": len(facts),
        "suggestions": rows,
    }


def _print(answer: dict[str, Any], *, why: bool) -> None:
    for number, row in enumerate(answer["suggestions"], start=1):
        people = f" · {row['inhabitants']:,}" if row["inhabitants"] else ""
        typer.echo(f"{number:>3}. {row['name']} ({row['where']}){people}")
        if why:
            for reason in row["reasons"]:
                if abs(reason["share"]) >= _TOLD:
                    typer.echo(f"     {reason['share']:+.0%}  {reason['words']}")
    if answer["model"] == "default":
        messages.print(
            f"By the published default model: {answer['ties']:,} ties are too few to learn from, or "
            "“jumelage partners train” was not run.",
            markup=False,
        )


#: What takes long, as it is told.
_STEPS = {
    "gazetteer": "places of the gazetteer",
    "tables": "Tables",
    "examples": "Collecting examples",
    "learning": "Learning",
}
#: Reasons with a smaller share are not told.
_TOLD = 0.03
