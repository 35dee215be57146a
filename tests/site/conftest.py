"""Helpers of the tests of pages: every page there is, and a reader of HTML."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.test import Client

#: Every kind of page, by the name of its address.
PATHS = {
    "home": "",
    "atlas": "atlas/",
    "places": "places/",
    "place": "places/ru/vladivostok/",
    "ties": "ties/",
    "tie": "ties/ru/stavropol/us/des-moines/",
    "countries": "countries/",
    "country": "countries/ru/",
    "pair": "countries/ru/us/",
    "sources": "sources/",
    "source": "sources/russkiymir-2019-forum/",
    "compare": "sources/wp-en-russia/compare/",
    "comparison": "sources/wp-en-russia/compare/wp-en-us/",
    "disputes": "disputes/",
    "forums": "forums/",
    "forum-series": "forums/russian-american-municipal-forum/",
    "forum": "forums/russian-american-municipal-forum/moscow-2019/",
    "commitments": "commitments/",
    "partners": "partners/",
    "partners-of": "partners/ru/vladivostok/",
    "partners-compare": "partners/ru/vladivostok/compare/?with=geonames:2&with=geonames:6",
    "partners-measured": "partners/how-good/",
    "wishes": "wishes/",
    "search": "search/?q=san",
    "changes": "changes/",
    "about": "about/",
}
EVERY_PAGE = [
    pytest.param(language, path, id=f"{name}-{language}")
    for name, path in PATHS.items()
    for language in ("en", "ru")
]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass
class Element:
    """An element of a page, with the text in it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Document(HTMLParser):
    """The elements of a page in order; what is wrong with their nesting is kept too."""

    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []

    def handle_starttag(self, tag, attrs):
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> does not close {[e.tag for e in self.open][-3:]}")
            return
        self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element.text += data

    def all(self, tag: str, **attributes: str) -> list[Element]:
        return [
            element
            for element in self.elements
            if element.tag == tag
            and all(element.attributes.get(n.rstrip("_")) == v for n, v in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        (element,) = self.all(tag, **attributes)
        return element


def words(text: str) -> str:
    """Return a text with its white space made single."""
    return re.sub(r"\s+", " ", text).strip()


def read(response) -> Document:
    document = Document()
    document.feed(response.content.decode())
    document.close()
    return document


@pytest.fixture
def get(client: Client):
    """Fetch a page that must be there, and read it."""

    def fetch(path: str, status: int = 200, **options) -> Document:
        response = client.get(path, **options)
        assert response.status_code == status, response
        return read(response)

    return fetch
