"""Collect, check and compile the strings to translate: ``python tools/messages.py update | check | compile``.

Babel does the work, so that no gettext tools need to be installed; Django turns its templates into something that
Babel's Python extractor understands.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "jumelage"
LOCALE = PACKAGE / "locale"
LANGUAGES = ("ru",)
KEYWORDS: dict[str, tuple[object, ...] | None] = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def messages() -> Iterator[tuple[str, object, str | None]]:
    """Yield each string to translate: the file it is in, the string (or its forms), and its context."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from _of(path, path.read_text(encoding="utf-8"))
    for path in sorted([*PACKAGE.rglob("*.html"), *PACKAGE.rglob("templates/**/*.txt")]):
        source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        # What is left of a template's indentation is none that Python's tokenizer would accept.
        yield from _of(path, "\n".join(line.lstrip() for line in source.splitlines()))


def _of(path: Path, source: str) -> Iterator[tuple[str, object, str | None]]:
    buffer = io.BytesIO(source.encode())
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract("python", buffer, KEYWORDS, options=options):
        yield str(path.relative_to(ROOT)), message, context


def template() -> Catalog:
    """Return the catalogue of all strings."""
    catalog = Catalog(project="Jumelage", charset="utf-8", fuzzy=False)
    for path, message, context in messages():
        catalog.add(message, locations=[(path, 0)], context=context)  # type: ignore[arg-type]
    return catalog


def po_path(language: str) -> Path:
    """Return the path of a language's catalogue."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return a language's catalogue; an empty one if there is none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Jumelage", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring the catalogues in line with the code; keep what is translated."""
    fresh = template()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        po_path(language).parent.mkdir(parents=True, exist_ok=True)
        with po_path(language).open("wb") as file:
            write_po(
                file, catalog, width=110, sort_output=True, omit_header=False, include_lineno=False
            )


def problems() -> list[str]:
    """Return what is not translated, or no more in the code."""
    found = []
    wanted = {(message.id, message.context) for message in template() if message.id}
    for language in LANGUAGES:
        catalog = read(language)
        done = set()
        for message in catalog:
            if not message.id:
                continue
            done.add((message.id, message.context))
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            if not all(strings) or message.fuzzy:
                found.append(f"{language}: not translated: {message.id!r}")
            found += [f"{language}: {message.id!r}: {error}" for error in message.check(catalog)]
        found += [f"{language}: not in the catalogue: {id!r}" for id, _ in wanted - done]
        found += [f"{language}: no more in the code: {id!r}" for id, _ in done - wanted]
    return found


def compile_all() -> None:
    """Write the compiled catalogues that Django reads."""
    for language in LANGUAGES:
        with po_path(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def main(task: str) -> int:
    """Do one task; return the exit code."""
    if not settings.configured:
        settings.configure()
    if task == "update":
        update()
    elif task == "compile":
        compile_all()
    elif task == "check":
        found = problems()
        sys.stdout.writelines(f"{line}\n" for line in sorted(found))
        return 1 if found else 0
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
