"""Whether terms and texts of an agreement are well-formed."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from jumelage.agreements.domain.texts import Renewal, Terms, Text
from jumelage.core.domain.refusals import Problem
from jumelage.core.refusing import too_long
from jumelage.ties.domain.terms import Form

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")
#: So many clauses and so many letters in one, for the sake of whoever reads them.
MOST_CLAUSES, LONGEST_CLAUSE, LONGEST_TITLE = 60, 20_000, 300


def terms_problems(terms: Terms) -> list[Problem]:
    """Return everything that is wrong with the terms of an agreement."""
    problems = []
    if terms.form not in set(Form) or terms.form == Form.UNKNOWN:
        problems.append(Problem("form", "form", _("Say which form of tie the agreement is about.")))
    languages = terms.languages
    if not 1 <= len(set(languages)) == len(languages) <= 2:
        message = _("An agreement is written in one language or in two.")
        problems.append(Problem("languages", "languages", message))
    if not all(_LANGUAGE.fullmatch(language) for language in languages):
        problems.append(Problem("languages", "languages", _("Choose the languages from the list.")))
    if terms.renewal is not Renewal.UNLIMITED and not 1 <= (terms.years or 0) <= 99:
        message = _("Say for how many years the agreement is made.")
        problems.append(Problem("years", "years", message))
    if terms.renewal is Renewal.UNLIMITED and terms.years:
        message = _("An agreement for an unlimited time has no number of years.")
        problems.append(Problem("years", "years", message))
    if not 1 <= terms.notice_months <= 60:
        message = _("Say how many months’ notice a side gives: from 1 to 60.")
        problems.append(Problem("notice_months", "notice_months", message))
    return problems


def text_problems(text: Text, terms: Terms) -> list[Problem]:
    """Return everything that is wrong with a text; what is missing in it may still be written."""
    keys = [clause.key for clause in text.clauses]
    problems = []
    if len(set(keys)) < len(keys) or not all(_KEY.fullmatch(key) for key in keys):
        message = _("Each clause has a key of its own, in small letters.")
        problems.append(Problem("key", "clauses", message))
    if len(keys) > MOST_CLAUSES:
        message = _("An agreement has at most %(most)s clauses.") % {"most": MOST_CLAUSES}
        problems.append(Problem("clauses", "clauses", message))
    return problems + [
        problem
        for language in terms.languages
        for words, field, most in _words(text, language)
        for problem in too_long(words, field, most)
    ]


def _words(text: Text, language: str) -> Iterator[tuple[str, str, int]]:
    yield text.title.get(language, ""), "title", LONGEST_TITLE
    yield text.preamble.get(language, ""), "preamble", LONGEST_CLAUSE
    for clause in text.clauses:
        yield clause.title.get(language, ""), "clauses", LONGEST_TITLE
        yield clause.text.get(language, ""), "clauses", LONGEST_CLAUSE
