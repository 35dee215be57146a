"""A shortlist on paper: read back from the PDF."""

import io

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from jumelage.core.domain.refusals import RefusedError
from jumelage.partners.actions import shortlists as actions
from jumelage.partners.models import Shortlist, ShortlistItem
from jumelage.partners.paper import pdf_of
from tests.factories import make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def shortlist(town, other, officer, data_dir) -> Shortlist:
    kept = actions.make(
        actor=officer.actor, place=town, title="Ports of the *Pacific*", note="#set page\n\nFor May"
    )
    for ref in (f"place:{other.pk}", "geonames:2879139"):
        actions.add(actor=officer.actor, place=town, ref=ref, shortlist=kept)
    make_claim(town, other, "ended", when="2015")
    first = kept.items.first()
    actions.write_note(
        actor=officer.actor, item=first, version=1, note="A fair harbour\r\nand a\x0b fleet"
    )
    why = [{"code": "both_by_the_sea", "values": {}, "named": [], "speaks_for": True}]
    actions.keep_reasons(actor=officer.actor, shortlist=kept, reasons={first.ref: why})
    return kept


def _read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.split())


def test_all_that_is_on_the_list_stands_on_the_paper(shortlist):
    with override("en"):
        reader, text = _read(pdf_of(shortlist))
    for words in (
        "Possible partners of Vladivostok", "Ports of the *Pacific*", "#set page", "For May",
        "1. San Diego, United States", "2. Leipzig, Germany", "504,971", "not in the register yet",
        "Tie with Vladivostok", "ended", "A fair harbour", "and a fleet", "What speaks for it",
        "Both lie by the sea", "Vladivostok, Russia (for comparison)", "page 1 of 1", "GeoNames",
    ):  # fmt: skip
        assert words in text, words
    assert reader.metadata.title == "Ports of the *Pacific*"


def test_it_speaks_one_language(shortlist):
    with override("ru"):
        reader, text = _read(pdf_of(shortlist))
    for words in ("Владивосток, Россия", "Сан-Диего, США", "Германия"):
        assert words in text, words
    assert reader.trailer["/Root"]["/Lang"] == "ru"


def test_it_is_tagged_for_screen_readers_and_made_for_keeping(shortlist):
    reader, _text = _read(pdf_of(shortlist))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    kinds = set()

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, dict):
            kinds.add(node.get("/S"))
            children = node.get("/K", [])
            for child in children if isinstance(children, list) else [children]:
                walk(child)

    walk(root["/StructTreeRoot"])
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L"} <= kinds
    assert b"pdfuaid" in reader.xmp_metadata.rdf_root.toxml().encode()


def test_letters_that_no_font_has_are_named(shortlist):
    ShortlistItem.objects.update(note="釜山")
    with override("en"), pytest.raises(RefusedError, match="no font here has"):
        pdf_of(shortlist)
