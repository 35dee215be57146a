"""Agreements on paper: a PDF of two columns, one for each language, made by Typst from a template and plain data."""

import json
import re
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from jumelage.agreements.models import Agreement, AgreementDraft
from jumelage.agreements.paper.composing import composed
from jumelage.core.domain.refusals import Problem, RefusedError

_HERE = Path(__file__).resolve().parent
#: Latin, Greek, Cyrillic, Hebrew; what is missing in the first is taken from the next.
FONTS = ["Libertinus Serif", "DejaVu Sans Mono"]
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf_of(agreement: Agreement, draft: AgreementDraft, *, for_signing: bool = False) -> bytes:
    """Return a draft as a PDF: the same bytes for the same text and signatures.

    Args:
        agreement: the agreement, with its tie and places.
        draft: the draft of it that is wanted.
        for_signing: leave the mark “draft” out of an unsigned text, so that it can be signed by hand.

    Raises:
        RefusedError: no font here has one of the text's letters.
    """
    signatures = [
        signature
        for signature in agreement.signatures.all()
        if signature.withdrawn_at is None and signature.draft_id == draft.pk
    ]
    mark = len(signatures) < 2 and not for_signing
    content = composed(agreement, draft, signatures, mark=mark)
    last = max([draft.created_at, *(signature.created_at for signature in signatures)])
    return render("agreement.typ", content, made_at=int(last.timestamp()))


def render(template: str, content: dict[str, Any], *, made_at: int) -> bytes:
    """Return the PDF of a template of this package with this content.

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
                _HERE / template,
                root=_HERE,
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
