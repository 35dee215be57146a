"""What goes on paper: a PDF made by Typst from a template and plain data, for keeping and for screen readers."""

import json
import re
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from jumelage.core.domain.refusals import Problem, RefusedError

#: Latin, Greek, Cyrillic, Hebrew; what is missing in the first is taken from the next.
FONTS = ["Libertinus Serif", "DejaVu Sans Mono"]
#: Control characters have no form on paper.
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def clean(text: str) -> str:
    """Return a text without what cannot be printed, its line ends as one character."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()


def render(template: Path, content: dict[str, Any], *, made_at: int) -> bytes:
    """Return the PDF of a template with this content: the same bytes for the same content and moment.

    Args:
        template: a Typst file. It gets the content, and the fonts there are, as JSON in ``sys.inputs.data``.
        content: plain data. What people wrote is set as text; nothing of it is read as markup or code.
        made_at: when it was made, in seconds since 1970.

    Raises:
        RefusedError: no font here has one of the text's letters.
    """
    more = _own_fonts()
    names = typst.Fonts(include_system_fonts=False, font_paths=more).families() if more else []
    fonts = [FONTS[0], *sorted(set(names) - set(FONTS)), *FONTS[1:]]
    data = json.dumps({**content, "fonts": fonts}, ensure_ascii=False, sort_keys=True)
    try:
        return bytes(
            typst.compile(
                template,
                root=template.parent,
                font_paths=more,
                ignore_system_fonts=True,
                sys_inputs={"data": data},
                format="pdf",
                # For keeping, and for screen readers: tagged, with title and languages, every letter with its font.
                pdf_standards=["a-2a", "ua-1"],
                timestamp=made_at,
            )
        )
    except typst.TypstError as error:
        missing = _NO_GLYPH.search(str(error))
        if missing is None:
            raise
        raise RefusedError(_no_font(missing.group(1))) from error


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """Return a PDF that is shown in the browser, and does and loads nothing there."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
    return answer


def _own_fonts() -> list[Path]:
    """Return the folder with fonts for other scripts, if whoever runs the registry has put one there."""
    folder = Path(settings.JUMELAGE["DATA_DIR"]) / "fonts"
    return [folder] if folder.is_dir() else []


def _no_font(text: str) -> Problem:
    letters = _ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), text)
    message = _(
        "The PDF cannot be made: no font here has the letters “%(letters)s”. Latin, Greek, Cyrillic and "
        "Hebrew letters can be set; for others, whoever runs this registry puts a font into the folder "
        "“fonts” beside the data."
    )
    return Problem("no_font", "", message % {"letters": letters})
