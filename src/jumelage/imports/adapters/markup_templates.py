"""The templates that lists of twin towns use, on the English, German, French and Russian Wikipedias."""

import re
from collections.abc import Callable
from enum import StrEnum

from mwparserfromhell.nodes import ExternalLink, Template
from mwparserfromhell.wikicode import Wikicode

from jumelage.imports.domain.wiki_words import country_of_flag


class Meaning(StrEnum):
    """What a template stands for."""

    FLAG = "flag"
    TEXT = "text"
    INLINE = "inline"  # its last value is shown
    NOTE = "note"
    FOOTNOTE = "footnote"
    BLOCK = "block"  # it lays out lists that stand in its values
    SILENT = "silent"  # it shows nothing of the list
    OTHER = "other"


_FLAGS = re.compile(
    r"flag ?(?:icon|deco|country|u|link|list|athlete|icon image|big)?|flagicon\d*|noflag|flaggenlink|flagge|icon"
    r"|drapeau2?|drapeau d[eu]?|флаг|флагификация|флаги|флаг2|bandera|bandiera|vlag|flaga|country data"
)
_FLAG_NAMED = re.compile(r"(?:флаг|drapeau|flagge|flag) (?P<name>.+)")
_FIRST = re.compile(
    r"ill|interlanguage link|lien|llink|не переведено.*|iw|нп\d|abbr|abréviation|sort|sortname"
)
_LAST = re.compile(
    r"nowrap|no wrap|nobr|small|smaller|big|lang|lang-..|nobold|resize|color|font|center|align|langue|nts|transl"
)
_DATES = re.compile(r"date|dts|start date|dtsh|datum|date-|dunix|year|дата")
_DASHES = re.compile(r"snd|spnd|spaced ndash|ndash|mdash|spaced en dash|–|—|en dash|em dash")
_NOTES = re.compile(r"efn|efn-.*|refn|fn|note|notetag|#tag:ref|примечание|прим")
_NAMED = re.compile(r"r|rp|ref name|refname")
_SILENT = re.compile(
    r"short description|use .* (?:dates|english)|dmy|mdy|main|see also|further|about|for|hatnote|toc.*|compact ?toc.*"
    r"|div ?col.*|col.*|multicol.*|reflist.*|refbegin|refend|clear.*|anchor|sfn.*|harv.*|citation needed|cn|fact"
    r"|dead link|better source.*|unreliable.*|failed verification.*|clarify|when|which|who|update.*|expand.*|page.*"
    r"|more citations.*|refimprove.*|unreferenced.*|expand list|dynamic list|incomplete list|webarchive|cite .*"
    r"|lists? of .*|sister cities.*|twin.*|portal.*|commons.*|category.*|authority control|defaultsort.*|displaytitle.*"
    r"|coord.*|nbsp|zwj|wbr|image.*|legend|infobox.*|navbox.*|authoritycontrol|kolonnen.*|spalten.*|colonnes.*|кол.*"
    r"|конец.*|начало.*|дополнить.*|нет источников.*|refs?|примечания.*|références.*|anker|siehe auch|hauptartikel"
    r"|article détaillé|основная статья|flagiconlink|inuse|pp.*|end|s|-|=|!|\*|·|•|bullet|pad|wide.*|hr"
)
_CODE = re.compile(r"[A-Z]{3}(?:-[A-Z0-9]+)?")
_LIST = re.compile(r"\n\s*[*#;]|^\s*\*|(?:^|\n)\s*(?:\{\||'''|=)|<(?:li|table)\b")
#: Values that are no words: sizes, columns.
_MEASURE = re.compile(r"\d*(?:px|em|%|x\d+px)?|#|size=.*")


def meaning_of(node: Template) -> tuple[Meaning, str]:
    """Return what a template stands for, and its text: a flag's country, words shown, or its name."""
    written = " ".join(str(node.name).replace("_", " ").split())
    name = written.lower()
    if any(_LIST.search(str(param.value)) for param in node.params):
        return Meaning.BLOCK, ""
    if flag := _FLAG_NAMED.fullmatch(name):
        return Meaning.FLAG, flag["name"]
    for pattern, read in _READERS:
        if pattern.fullmatch(name):
            return read(node)
    return _by_name(written)


def _flag(node: Template) -> tuple[Meaning, str]:
    first = next((value for value in _values(node) if not _MEASURE.fullmatch(value)), "")
    return (Meaning.FLAG, first) if first else (Meaning.SILENT, "")


def _note(node: Template) -> tuple[Meaning, str]:
    values = _values(node)
    return (Meaning.NOTE, values[0]) if values else (Meaning.SILENT, "")


def _first(node: Template) -> tuple[Meaning, str]:
    return Meaning.TEXT, _plain(node, 0)


def _last(node: Template) -> tuple[Meaning, str]:
    """What is shown stands last; its links count where nothing stands after it."""
    if node.params and not node.params[-1].showkey:
        return Meaning.INLINE, ""
    return Meaning.TEXT, _plain(node, -1)


_READERS: tuple[tuple[re.Pattern[str], Callable[[Template], tuple[Meaning, str]]], ...] = (
    (_FLAGS, _flag),
    (_NOTES, _note),
    (_NAMED, lambda node: (Meaning.FOOTNOTE, _plain(node, 0))),
    (_DATES, lambda node: (Meaning.TEXT, " ".join(_values(node)))),
    (_DASHES, lambda _: (Meaning.TEXT, " – ")),
    (_FIRST, _first),
    (_LAST, _last),
    (_SILENT, lambda _: (Meaning.SILENT, "")),
)


def _by_name(written: str) -> tuple[Meaning, str]:
    """``{{FRA}}``, ``{{Germany}}``: many wikis have a template for each country."""
    is_code = _CODE.fullmatch(written)
    code = written[:3] if is_code else written
    if (is_code or len(written) > 3) and country_of_flag(code).found:
        return Meaning.FLAG, code
    return Meaning.OTHER, written


def _values(node: Template) -> list[str]:
    values = [str(param.value) for param in node.params if not param.showkey]
    plain = [" ".join(_strip(value).split()) for value in values]
    return [value for value in plain if value and not value.startswith("#")]


def _plain(node: Template, position: int) -> str:
    values = _values(node)
    return values[position] if values else ""


def _strip(value: str) -> str:
    """Return a value of a template without the markup of links and of emphasis."""
    text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]", r"\1", value)
    return re.sub(r"'{2,}|<[^<>]*>", "", text)


def footnote_of(code: Wikicode) -> str:
    """Return what a footnote says: title, address, when it was looked at; or its words."""
    for node in code.nodes:
        if isinstance(node, Template):
            if text := _cited(node):
                return text
        elif isinstance(node, ExternalLink):
            title = " ".join(_strip(str(node.title or "")).split())
            return ", ".join(filter(None, (title, str(node.url).strip())))
    return " ".join(_strip(str(code)).split())[:500]


_CITED = (
    ("title", "titel", "titre", "заглавие", "заголовок"),
    ("url", "archive-url", "ссылка", "lire en ligne"),
    ("date", "datum", "дата", "year", "année"),
)
_ACCESSED = ("access-date", "accessdate", "abruf", "zugriff", "consulté le", "дата обращения")


def _cited(node: Template) -> str:
    told: dict[str, str] = {}
    for param in node.params:
        value = " ".join(_strip(str(param.value)).split())
        if value:
            told.setdefault(str(param.name).strip().lower(), value)
    found = [next((told[key] for key in keys if key in told), "") for keys in _CITED]
    accessed = next((told[key] for key in _ACCESSED if key in told), "")
    if not found[0] and not found[1]:
        return ""
    return ", ".join([*filter(None, found), *([f"retrieved {accessed}"] if accessed else [])])[:500]
