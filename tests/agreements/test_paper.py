"""Agreements on paper: read back from the PDF, as an archive and a screen reader would."""

import hashlib
import io
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from jumelage.agreements.models import Agreement, AgreementDraft, Signature
from jumelage.agreements.paper import pdf_of
from jumelage.agreements.paper.labels import LABELS, labels_in
from jumelage.core.domain.refusals import RefusedError
from tests.factories import make_claim, make_place

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
LONG = "The two administrations exchange what they have learnt, and meet once a year. "


def draft_of(*languages: str, clauses=None, title=None, preamble=None) -> AgreementDraft:
    """Return the first draft of an agreement between a Russian and an American town."""
    first, second = make_place("Orsk", "RU", ru="Орск"), make_place("Salem", "US", ru="Сейлем")
    tie = make_claim(first, second, "proposed").tie
    agreement = Agreement.objects.create(
        tie=tie, form="twinning", languages=list(languages), created_at=NOON
    )
    return AgreementDraft.objects.create(
        agreement=agreement,
        number=1,
        by=first,
        title=title or {"en": "Agreement of Orsk and Salem", "ru": "Соглашение Орска и Сейлема"},
        preamble=preamble or {"en": "In friendship,", "ru": "В духе дружбы,"},
        clauses=clauses
        or [
            {
                "key": "aims",
                "title": {"en": "Aims", "ru": "Цели"},
                "text": {"en": LONG, "ru": "Города обмениваются опытом."},
            }
        ],
        sha256=hashlib.sha256(b"text").hexdigest(),
        author="Anna",
        created_at=NOON,
    )


def sign(draft: AgreementDraft, place, name: str) -> None:
    Signature.objects.create(
        agreement=draft.agreement, draft=draft, place=place, signatory=name, function="Mayor",
        signed_on=date(2026, 3, 5), signed_at_place="Orsk", text_sha256=draft.sha256, author="Anna", created_at=NOON,
    )  # fmt: skip


def read(pdf: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(pdf))
    text = "\n".join(page.extract_text() for page in reader.pages)
    return reader, " ".join(text.replace("-\n", "").split())


def test_both_languages_stand_on_it_with_parties_signatures_pages_and_hash() -> None:
    draft = draft_of("en", "ru")
    reader, text = read(pdf_of(draft.agreement, draft))
    for words in (
        "Agreement of Orsk and Salem", "Соглашение Орска и Сейлема", "Orsk, Russia", "Орск, Россия",
        "1. Aims", "1. Цели",
        "Города обмениваются опытом.", "Name / Имя", "Signature / Подпись", "page 1 of 1", "страница 1 из 1",
        "draft 1", "проект 1", draft.sha256,
    ):  # fmt: skip
        assert words in text
    assert reader.metadata is not None
    assert reader.metadata.title == "Agreement of Orsk and Salem"


def test_it_is_tagged_for_screen_readers_and_made_for_keeping() -> None:
    draft = draft_of("ru", "en")
    reader, _ = read(pdf_of(draft.agreement, draft))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ru"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    languages = set()

    def walk(node) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            languages.add(node.get("/Lang"))
            walk(node.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    assert {"ru", "en"} <= languages | {root["/Lang"]}


def test_the_same_draft_is_the_same_bytes_and_another_is_not() -> None:
    draft = draft_of("en", "ru")
    assert pdf_of(draft.agreement, draft) == pdf_of(draft.agreement, draft)
    before = pdf_of(draft.agreement, draft)
    draft.preamble = {"en": "In peace,", "ru": "В мире,"}
    assert pdf_of(draft.agreement, draft) != before


def test_an_unsigned_text_is_marked_a_draft_unless_it_is_printed_to_be_signed() -> None:
    draft = draft_of("en", "ru")
    tie = draft.agreement.tie
    assert "DRAFT" in read(pdf_of(draft.agreement, draft))[1]
    assert "DRAFT" not in read(pdf_of(draft.agreement, draft, for_signing=True))[1]
    sign(draft, tie.place_a, "Ivan Petrov")
    one = read(pdf_of(draft.agreement, draft))[1]
    assert "DRAFT" in one
    assert "Ivan Petrov" in one
    assert "5 March 2026 / 5 марта 2026 г." in one
    sign(draft, tie.place_b, "John Smith")
    both = read(pdf_of(draft.agreement, draft))[1]
    assert "DRAFT" not in both
    assert "John Smith" in both


def test_a_withdrawn_signature_is_not_printed() -> None:
    draft = draft_of("en", "ru")
    sign(draft, draft.agreement.tie.place_a, "Ivan Petrov")
    draft.agreement.signatures.update(withdrawn_at=NOON)
    assert "Ivan Petrov" not in read(pdf_of(draft.agreement, draft))[1]


@pytest.mark.parametrize(
    "hostile",
    [
        "#panic(1)", "#read(\"/etc/passwd\")", "$x^2$", "a \\ b", "@ref <label>", "*bold* _it_ `code`",
        "[x] // no comment",        "= Heading", "#import \"@preview/x:1.0.0\": *", "\"quoted\" } ) ] {", "https://example.org",
    ],
)  # fmt: skip
def test_nothing_that_people_write_is_read_as_markup(hostile) -> None:
    text = {"en": f"See: {hostile}", "ru": hostile}
    clauses = [{"key": "x", "title": {"en": hostile, "ru": hostile}, "text": text}]
    draft = draft_of("en", "ru", clauses=clauses, title=text, preamble=text)
    found = read(pdf_of(draft.agreement, draft))[1]
    assert found.replace(" ", "").count(hostile.replace(" ", "")) >= 4


def test_an_agreement_in_one_language_has_one_column() -> None:
    draft = draft_of("en")
    text = read(pdf_of(draft.agreement, draft))[1]
    assert "page 1 of 1" in text
    assert "страница" not in text
    assert "Имя" not in text


def test_a_long_text_goes_over_pages_and_each_says_which_it_is() -> None:
    clauses = [
        {
            "key": f"c{number}",
            "title": {"en": f"Clause {number}", "ru": f"Статья {number}"},
            "text": {"en": LONG * 60, "ru": "Города обмениваются опытом. " * 90},
        }
        for number in range(4)
    ]
    draft = draft_of("en", "ru", clauses=clauses)
    reader, _ = read(pdf_of(draft.agreement, draft))
    total = len(reader.pages)
    assert total > 4
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"page {number} of {total}" in text
        assert f"страница {number} из {total}" in text


def test_versions_of_a_paragraph_begin_on_one_level() -> None:
    text = {"en": f"{LONG * 5}\n\nSecond.", "ru": "Коротко.\n\nВторой."}
    clauses = [{"key": "x", "title": {"en": "One", "ru": "Один"}, "text": text}]
    draft = draft_of("en", "ru", clauses=clauses)
    heights: dict[str, float] = {}

    def see(text, _cm, matrix, _font, _size) -> None:
        for words in ("Коротко.", "Second.", "Второй."):
            if words in text:
                heights[words] = round(matrix[5] or _cm[5], 1)

    PdfReader(io.BytesIO(pdf_of(draft.agreement, draft))).pages[0].extract_text(visitor_text=see)
    assert 0 < heights["Second."] == heights["Второй."] < heights["Коротко."] - 30


def test_letters_without_a_font_are_refused_by_name() -> None:
    draft = draft_of("en", "zh", preamble={"en": "In friendship,", "zh": "友好"})
    with pytest.raises(RefusedError, match=r"no font here has the letters “[一-龥]"):
        pdf_of(draft.agreement, draft)


def test_hebrew_runs_from_the_right_and_control_characters_are_left_out() -> None:
    preamble = {"en": "In\x01 friend\x0bship,\r\nonce", "he": "ברוח של ידידות"}
    draft = draft_of("en", "he", preamble=preamble)
    text = read(pdf_of(draft.agreement, draft))[1]
    assert "In friendship, once" in text
    assert "ידידות" in text


def test_every_language_labels_the_page_with_both_numbers() -> None:
    for language, labels in LABELS.items():
        assert labels.page.format(n=3, total=8).count("3") == 1, language
        assert labels.page.format(n=3, total=8).count("8") == 1, language
        assert "{n}" in labels.draft
    assert labels_in("pt-BR") == LABELS["pt"]
    assert labels_in("ja") == LABELS["en"]
