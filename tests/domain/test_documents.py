"""What a file may be: hostile ones are told from honest ones, with the reason."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from jumelage.documents.domain import checks, pictures
from jumelage.documents.domain.checks import Checked, Fault, check
from jumelage.documents.domain.names import address_name, clean_name, clean_text
from jumelage.documents.wording import FAULTS
from tests.documents.files import archive, pdf, picture, written


def _names(values) -> DictionaryObject:
    return DictionaryObject({NameObject(key): value for key, value in values.items()})


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (pdf(), "Agreement 1989.pdf", "application/pdf"),
        (picture("PNG"), "scan.png", "image/png"),
        (picture("JPEG"), "scan.jpg", "image/jpeg"),
        (picture("JPEG"), "SCAN.JPEG", "image/jpeg"),
        (picture("WEBP"), "scan.webp", "image/webp"),
    ],
)
def test_papers_and_pictures_are_taken_as_they_are(content, name, content_type) -> None:
    assert check(content, name, content_type) == Checked(content_type, name)
    assert check(content, name, "") == Checked(content_type, name)


@pytest.mark.parametrize(
    ("content", "name", "declared", "fault"),
    [
        (b"", "a.pdf", "application/pdf", Fault.EMPTY),
        (pdf() + b" " * checks.LARGEST, "a.pdf", "application/pdf", Fault.TOO_LARGE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", "image/png", Fault.UNKNOWN_KIND),
        (b"<html><script>alert(1)</script>", "a.pdf", "application/pdf", Fault.UNKNOWN_KIND),
        (archive(), "a.pdf", "application/pdf", Fault.UNKNOWN_KIND),
        (b"GIF89a" + b"\0" * 20, "a.gif", "image/gif", Fault.UNKNOWN_KIND),
        (b"MZ" + pdf(), "a.pdf", "application/pdf", Fault.UNKNOWN_KIND),
        (picture(), "a.pdf", "image/png", Fault.NAME_DIFFERS),
        (pdf(), "minutes.exe", "application/pdf", Fault.NAME_DIFFERS),
        (pdf(), "minutes.pdf.exe", "application/pdf", Fault.NAME_DIFFERS),
        (picture(), "a.png", "text/html", Fault.TYPE_DIFFERS),
        (pdf() + archive(), "a.pdf", "application/pdf", Fault.MORE_THAN_ONE),
        (pdf() + b"<script>alert(1)</script>", "a.pdf", "", Fault.MORE_THAN_ONE),
        (picture() + archive(), "a.png", "", Fault.MORE_THAN_ONE),
        (picture("JPEG") + archive(), "a.jpg", "", Fault.MORE_THAN_ONE),
        (picture("WEBP") + b"<script>", "a.webp", "", Fault.MORE_THAN_ONE),
        (picture("JPEG", comment=b"%PDF-1.7"), "a.jpg", "", Fault.MORE_THAN_ONE),
        (b"%PDF-1.7\nnothing", "a.pdf", "", Fault.PDF_BROKEN),
        (b"%PDF-1.7\nnothing\n%%EOF", "a.pdf", "", Fault.PDF_BROKEN),
        (pdf()[:200] + b"%%EOF", "a.pdf", "", Fault.PDF_BROKEN),
        (picture()[:40], "a.png", "", Fault.PICTURE_BROKEN),
        (picture("JPEG", (200, 200))[:-200], "a.jpg", "", Fault.PICTURE_BROKEN),
    ],
)  # fmt: skip
def test_others_are_refused_with_the_reason(content, name, declared, fault) -> None:
    found = check(content, name, declared)
    assert isinstance(found, list)
    assert fault in found


def _with(change) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    change(writer)
    return written(writer)


def _action(kind: str, **more):
    entries = {"/S": NameObject(kind), **{f"/{key}": value for key, value in more.items()}}
    return lambda writer: writer.root_object.update(_names({"/OpenAction": _names(entries)}))


def _root(outer: str, inner: str):
    entry = _names({outer: _names({inner: ArrayObject()})})
    return lambda writer: writer.root_object.update(entry)


def _annotation(kind: str):
    def change(writer: PdfWriter) -> None:
        note = _names({"/Type": NameObject("/Annot"), "/Subtype": NameObject(kind)})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([note])

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_root("/Names", "/JavaScript"), Fault.PDF_SCRIPT),
        (_action("/JavaScript", JS=TextStringObject("app.alert(1)")), Fault.PDF_SCRIPT),
        (_action("/Launch", F=TextStringObject("cmd.exe")), Fault.PDF_LAUNCH),
        (_action("/GoToR", F=TextStringObject("other.pdf")), Fault.PDF_LAUNCH),
        (_action("/SubmitForm", F=TextStringObject("https://example.org")), Fault.PDF_SENDS),
        (lambda writer: writer.add_attachment("a.exe", b"MZ"), Fault.PDF_FILES),
        (_annotation("/FileAttachment"), Fault.PDF_FILES),
        (_annotation("/RichMedia"), Fault.PDF_MEDIA),
        (_annotation("/3D"), Fault.PDF_MEDIA),
        (_root("/AcroForm", "/XFA"), Fault.PDF_SCRIPT),
        (lambda writer: writer.encrypt("secret"), Fault.PDF_LOCKED),
        (lambda writer: writer.encrypt("", "owner"), Fault.PDF_LOCKED),
    ],
)  # fmt: skip
def test_a_pdf_that_acts_is_refused(change, fault) -> None:
    assert check(_with(change), "a.pdf", "") == [fault]


def test_a_script_is_found_in_packed_objects_too() -> None:
    def change(writer: PdfWriter) -> None:
        _action("/JavaScript", JS=TextStringObject("app.alert(1)"))(writer)

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    change(writer)
    buffer = written(writer)
    assert b"/JavaScript" in buffer  # as it is written plainly
    inner = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    packed = zlib.compress(b"9 0 " + inner)
    body = b"%PDF-1.5\n"
    parts: list[tuple[int, bytes]] = [
        (1, b"<</Type/Catalog/Pages 2 0 R/OpenAction 9 0 R>>"),
        (2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        (3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"),
        (
            4,
            b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
            % (len(packed), packed),
        ),
    ]
    places = {}
    for number, text in parts:
        places[number] = len(body)
        body += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    start = len(body)
    rows = b"\0" * 5 + b"".join(b"\1" + places[n].to_bytes(3, "big") + b"\0" for n in range(1, 5))
    rows += b"\2" + (4).to_bytes(3, "big") + b"\0"
    rows += b"\1" + start.to_bytes(3, "big") + b"\0"
    body += (
        b"10 0 obj\n<</Type/XRef/Size 11/W[1 3 1]/Index[0 5 9 2]/Root 1 0 R/Length %d>>stream\n%s\nendstream\nendobj\n"
        % (len(rows), rows)
    )
    body += b"startxref\n%d\n%%%%EOF\n" % start
    assert b"/JavaScript" not in body
    assert check(body, "a.pdf", "") == [Fault.PDF_SCRIPT]


def test_names_spelt_with_numbers_and_objects_left_out_of_the_table_are_found() -> None:
    honest = pdf()
    at = honest.index(b"xref")
    hidden = b"99 0 obj\n<</S /J#61vaScript>>\nendobj\n"
    start = honest.rindex(b"startxref")
    moved = (
        honest[:at] + hidden + honest[at:start] + b"startxref\n%d\n%%%%EOF\n" % (at + len(hidden))
    )
    assert check(moved, "a.pdf", "") == [Fault.PDF_SCRIPT]


def test_links_and_a_page_to_open_at_are_no_harm() -> None:
    def change(writer: PdfWriter) -> None:
        _action("/URI", URI=TextStringObject("https://example.org"))(writer)

    assert isinstance(check(_with(change), "a.pdf", ""), Checked)


def test_a_packed_stream_that_would_fill_the_memory_is_not_unpacked() -> None:
    def change(writer: PdfWriter) -> None:
        bomb = StreamObject()
        bomb._data = zlib.compress(b"\0" * 30_000_000, 9)
        bomb[NameObject("/Filter")] = NameObject("/FlateDecode")
        writer.pages[0][NameObject("/Contents")] = writer._add_object(bomb)

    assert isinstance(check(_with(change), "a.pdf", ""), Checked)


def test_a_picture_is_not_unpacked_when_it_is_huge(monkeypatch) -> None:
    huge = picture("PNG", (7000, 6000))
    assert len(huge) < 400_000
    monkeypatch.setattr(Image.Image, "load", lambda _: pytest.fail("it was unpacked"))
    assert check(huge, "a.png", "") == [Fault.PICTURE_HUGE]
    assert pictures.MOST_PIXELS < 7000 * 6000


def test_a_text_packed_in_a_picture_does_not_fill_the_memory() -> None:
    extra = PngImagePlugin.PngInfo()
    extra.add_text("bomb", "x" * 100_000_000, zip=True)
    content = picture("PNG", pnginfo=extra)
    assert len(content) < 200_000
    assert check(content, "a.png", "") == [Fault.PICTURE_BROKEN]


def test_moving_pictures_are_refused() -> None:
    more = [Image.new("RGB", (8, 6), "red")]
    moving = picture("WEBP", save_all=True, append_images=more)
    assert check(moving, "a.webp", "") == [Fault.PICTURE_MOVES]


def test_every_fault_has_words() -> None:
    assert set(FAULTS) == set(Fault)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("C:\\Users\\anna\\Договор 1989.pdf", "Договор 1989.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),  # shown as aexe.pdf
        ("a\u2066b\u200bc\ufeff.pdf", "abc.pdf"),
        ("tab\there\r\nSet-Cookie: a.pdf", "tab here Set-Cookie_ a.pdf"),
        ('quo"te<b>.pdf', "quo_te_b_.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
        ("Решение N 5", "Решение N 5.pdf"),
        ("x" * 400 + ".pdf", "x" * 144 + ".pdf"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_names_are_cleaned(name, clean) -> None:
    assert clean_name(name, ".pdf") == clean


@given(st.text(max_size=400))
def test_a_clean_name_is_short_plain_and_its_own_clean_name(name) -> None:
    clean = clean_name(name, ".pdf")
    assert clean_name(clean, ".pdf") == clean
    assert len(clean) <= 150
    assert len(clean.encode()) <= 200
    assert not set(clean) & set("/\\\0\r\n\u202e")
    assert address_name(clean).isascii()
    assert clean_text(clean) == clean


def test_an_address_spells_a_name_in_latin_letters() -> None:
    assert address_name("Договор 1989.PDF") == "dogovor-1989.pdf"
    assert address_name("—.pdf") == "document.pdf"
