"""The first draft of an agreement: templates in English and Russian, free to be changed by the two sides.

What agreements between towns have is here: parties, aims, areas, those who see to it, visits and who pays, the
yearly plan, links of institutions, duration, renewal, termination, suspension, amendment, languages, entry into force.
No sentence puts a place's name or a language's into a grammatical case, so any name fits. Other languages begin empty,
beside a text that is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jumelage.agreements.domain import words_en, words_ru
from jumelage.agreements.domain.texts import Clause, Renewal, Terms, Text

#: The clauses of a first draft, in their order.
KEYS = (
    "parties", "aims", "areas", "coordinators", "visits", "costs", "working_group", "institutions", "duration",
    "renewal", "suspension", "termination", "amendment", "languages", "entry_into_force",
)  # fmt: skip

#: The languages in which there are templates.
LANGUAGES = {"en": words_en.TEMPLATES, "ru": words_ru.TEMPLATES}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the templates are filled with. Names, themes and languages are given in each language of the agreement."""

    terms: Terms
    places: Mapping[str, tuple[str, str]]  # language: the names of both sides
    countries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    languages: Mapping[str, Sequence[str]] = field(default_factory=dict)  # their names
    themes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    aims: str = (
        ""  # as the proposal words them: in every language the same, until somebody translates them
    )


def first_text(setting: Setting) -> Text:
    """Return the text of a first draft: empty in languages without templates."""
    spoken = setting.terms.languages
    return Text(
        title={language: title_in(language, setting) for language in spoken},
        preamble={language: preamble_in(language, setting) for language in spoken},
        clauses=[
            Clause(
                key,
                {language: clause_title(key, language) for language in spoken},
                {language: clause_text(key, language, setting) for language in spoken},
            )
            for key in KEYS
        ],
    )


def title_in(language: str, setting: Setting) -> str:
    """Return the title of the whole."""
    if language not in LANGUAGES:
        return ""
    templates = LANGUAGES[language]
    first, second = setting.places[language]
    return templates.title(setting.terms.form, first, second)


def preamble_in(language: str, setting: Setting) -> str:
    """Return the preamble."""
    if language not in LANGUAGES:
        return ""
    first, second = setting.places[language]
    return LANGUAGES[language].preamble.format(a=first, b=second)


def clause_title(key: str, language: str) -> str:
    """Return what a clause is called; empty where there is no template."""
    return LANGUAGES[language].titles.get(key, "") if language in LANGUAGES else ""


def clause_text(key: str, language: str, setting: Setting) -> str:
    """Return the words of a clause; empty where there is no template."""
    if language not in LANGUAGES or key not in KEYS:
        return ""
    templates, terms = LANGUAGES[language], setting.terms
    if key == "aims" and setting.aims.strip():
        return f"{templates.aims_are}\n{setting.aims.strip()}"
    if key == "areas":
        return _areas(language, setting)
    if key == "languages":
        return _languages(language, setting)
    first, second = setting.places[language]
    here, there = setting.countries.get(language, ("", ""))
    sentence = templates.texts[_variant(key, terms)]
    return sentence.format(
        a=f"{first} ({here})" if here and key == "parties" else first,
        b=f"{second} ({there})" if there and key == "parties" else second,
        years=templates.years(terms.years or 0),
        months=templates.months(terms.notice_months),
    )


def _variant(key: str, terms: Terms) -> str:
    """Return which of several wordings of a clause the terms ask for."""
    if key in {"duration", "renewal", "termination"}:
        return f"{key}_{terms.renewal.value}"
    return key


def _areas(language: str, setting: Setting) -> str:
    templates = LANGUAGES[language]
    themes = setting.themes.get(language, ())
    if not themes:
        return templates.texts["areas"]
    listed = "\n".join(f"– {theme};" for theme in themes[:-1])
    last = f"– {themes[-1]}."
    return "\n".join(part for part in (templates.areas_are, listed, last) if part)


def _languages(language: str, setting: Setting) -> str:
    templates = LANGUAGES[language]
    names = setting.languages.get(language, setting.terms.languages)
    if len(setting.terms.languages) < 2:
        return templates.texts["languages_one"].format(language=names[0])
    return templates.texts["languages"].format(languages=", ".join(names))


def follow_terms(text: Text, before: Setting, now: Setting) -> Text:
    """Return the text for other terms: what still has the templates’ words gets those for the new terms.

    What the two sides worded themselves stays, and is for them to change. In a language that was added, the templates
    stand where the others still have theirs.
    """
    title = {
        language: _followed(
            text.title, language, title_in(language, before), title_in(language, now)
        )
        for language in now.terms.languages
    }
    preamble = {
        language: text.preamble.get(language) or preamble_in(language, now)
        for language in now.terms.languages
    }
    return Text(title, preamble, [_clause_follows(clause, before, now) for clause in text.clauses])


def _clause_follows(clause: Clause, before: Setting, now: Setting) -> Clause:
    as_templates = any(
        words and words == clause_text(clause.key, language, before)
        for language, words in clause.text.items()
    )
    title, text = {}, {}
    for language in now.terms.languages:
        title[language] = clause.title.get(language) or clause_title(clause.key, language)
        text[language] = clause.text.get(language, "")
        fresh = clause_text(clause.key, language, now)
        if text[language]:
            was = clause_text(clause.key, language, before) if language in before.places else ""
            text[language] = fresh if text[language] == was else text[language]
        elif as_templates:
            text[language] = fresh
    return Clause(clause.key, title, text)


def _followed(words: Mapping[str, str], language: str, before: str, now: str) -> str:
    present = words.get(language, "")
    return now if present in {"", before} else present


def default_terms(form: str, languages: tuple[str, ...]) -> Terms:
    """Return for how long agreements of a form are usually made: projects for some years, ties without end."""
    if form in {"project", "contact", "solidarity"}:
        return Terms(form, languages, Renewal.EXPRESS, years=3, notice_months=3)
    if form in {"friendship", "cooperation"}:
        return Terms(form, languages, Renewal.AUTOMATIC, years=5, notice_months=6)
    return Terms(form, languages, Renewal.UNLIMITED, years=None, notice_months=6)
