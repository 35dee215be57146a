"""A page of a wiki that lists twin towns, in MediaWiki's markup."""

from collections.abc import Iterator
from pathlib import Path

from jumelage.imports.adapters.markup import read_page
from jumelage.imports.adapters.tables import decode, digest_of, read_bytes
from jumelage.imports.domain.statements import (
    Progress,
    Remark,
    Statement,
    UnreadableSourceError,
    silent,
)
from jumelage.imports.domain.wiki_lines import Page
from jumelage.imports.domain.wiki_sections import country_of_page
from jumelage.imports.domain.wiki_words import country_named
from jumelage.imports.domain.wikitext import ListReader
from jumelage.places.domain.countries import CountryMatch, parse_country

#: How often progress is told, in lines.
_STEP = 200


class WikitextPage:
    """Reads a list page. ``country`` is where the page's own places lie, if its title does not say so."""

    name = "wikitext"

    def __init__(self, path: Path, *, country: str = "") -> None:
        self.path = path
        self._country = country

    def digest(self) -> str:
        """Return the SHA-256 of the file.

        Raises:
            UnreadableSourceError: it cannot be read.
        """
        return digest_of(self.path)

    def read(self, progress: Progress = silent) -> Iterator[Statement | Remark]:
        """Yield what the page says, in its order.

        Raises:
            UnreadableSourceError: the file cannot be read, is no markup, or does not say which country it is about.
        """
        progress("read", 0, 1)
        text, _ = decode(read_bytes(self.path), "utf-8")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        _check(text)
        page = read_page(text)
        reader = ListReader(page, self._home_country(page))
        done = 0
        for position, item in reader.read():
            yield item
            if position - done >= _STEP:
                done = position
                progress("read", done, len(page.lines))
        progress("read", len(page.lines), len(page.lines))

    def _home_country(self, page: Page) -> CountryMatch:
        if self._country:
            found = parse_country(self._country)
            if not found.found:
                raise UnreadableSourceError(f"the country given: {found.reason}")
            return found
        found = country_of_page(page, self.path.stem)
        headed = any(line.level and country_named(line.text).found for line in page.lines)
        if not found.found and not headed:
            raise UnreadableSourceError(
                f"{self.path.name} does not say which country's places it lists; "
                "name it with --country (a name or a code)"
            )
        return found


def _check(text: str) -> None:
    start = text.lstrip()[:300].lower()
    if start.startswith(("<!doctype html", "<html")):
        raise UnreadableSourceError(
            "this is a page as a browser shows it; save its markup instead (the address with ?action=raw)"
        )
    if start.startswith(("<mediawiki", "<?xml")):
        raise UnreadableSourceError(
            "this is an export in XML; save the markup of one page instead (its address with ?action=raw)"
        )
