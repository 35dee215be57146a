"""vCards, read and written."""

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from jumelage.contacts.domain.cards import looks_like_cards, read_cards
from jumelage.contacts.domain.rows import MOST_BYTES, UnreadableError
from jumelage.contacts.domain.tables import guess_mapping, read_table, rows_of
from jumelage.contacts.domain.writing import COLUMNS, Card, csv_of, vcards_of

OLD = b"""BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9F=D0=B5=D1=82=D1=80=D0=BE=D0=B2=D0=B0;=D0=90=D0=BD=\r
=D0=BD=D0=B0;;;\r
TEL;WORK;VOICE:+7 423 222\r
EMAIL;INTERNET:Anna@VLC.ru\r
ADR;WORK:;;Okeanskaya 20;Vladivostok;;690000;Russia\r
PHOTO;JPEG;ENCODING=BASE64:\r
 /9j/4AAQSkZJRgABAQ==\r
\r
END:VCARD\r
"""
OLD_1251 = b"""BEGIN:VCARD
VERSION:2.1
N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=CF=E5=F2=F0=EE=E2=E0;=C0=ED=ED=E0
END:VCARD
"""
NEW = b"""BEGIN:VCARD
VERSION:4.0
KIND:individual
FN:Anna Petrova
ORG:City hall;Dept\\, of links
TITLE:Head
item1.EMAIL;TYPE=work;PREF=1:a@b.ru
TEL;VALUE=uri;TYPE="voice,work":tel:+7-423-1
LANG;PREF=1:ru
LANG:en
TZ:Asia/Vladivostok
NOTE:line\\nline2\\; more
END:VCARD
begin:vcard
version:3.0
FN:Bob
  Lee
end:vcard
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:International Relations
EMAIL:ir@vlc.ru
END:VCARD
"""


def test_version_2_1_with_quoted_printable():
    (row,) = read_cards(OLD)
    assert (row.name, row.email, row.phone) == ("Анна Петрова", "anna@vlc.ru", "+7 423 222")
    assert row.address == "Okeanskaya 20\nVladivostok\n690000\nRussia"
    assert read_cards(OLD_1251)[0].name == "Анна Петрова"


def test_version_4_several_cards_and_an_office():
    anna, bob, office = read_cards(NEW)
    assert (anna.name, anna.function, anna.office) == (
        "Anna Petrova",
        "Head",
        "City hall, Dept, of links",
    )
    assert (anna.phone, anna.languages, anna.time_zone) == (
        "+7-423-1",
        ("ru", "en"),
        "Asia/Vladivostok",
    )
    assert anna.note == "line\nline2; more"
    assert bob.name == "Bob Lee"
    assert (office.name, office.office, office.is_office) == ("", "International Relations", True)


def test_what_is_no_card_is_told_apart():
    assert looks_like_cards(OLD)
    assert looks_like_cards("\ufeffBEGIN:VCARD".encode("utf-16"))
    assert not looks_like_cards(b"Name;Email\n")
    with pytest.raises(UnreadableError, match="empty"):
        read_cards(b"BEGIN:VCARD\nFN:unfinished")
    with pytest.raises(UnreadableError, match="too_large"):
        read_cards(b"x" * (MOST_BYTES + 1))


def test_a_broken_card_does_not_spoil_the_others():
    rows = read_cards(b"BEGIN:VCARD\nVERSION:3.0\nno colon at all\nEND:VCARD\n" + NEW)
    assert [row.name for row in rows[1:]] == ["Anna Petrova", "Bob Lee", ""]
    assert not rows[0].can_be_taken


def test_cards_within_cards_without_end_cost_no_time():
    assert len(read_cards(b"BEGIN:VCARD\n" * 150_000 + b"FN:x\nEND:VCARD\n")) == 1
    huge = b"BEGIN:VCARD\nVERSION:3.0\nFN:" + b"x" * 60_000 + b"\nEND:VCARD\n"
    assert [problem.code for problem in read_cards(huge)[0].problems] == ["card"]


LINE = st.text(st.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)


@settings(max_examples=50)
@given(
    name=LINE.filter(lambda text: text.split()),
    note=st.lists(LINE, max_size=3),
    version=st.sampled_from(["3.0", "4.0"]),
)
def test_what_is_written_can_be_read_again_and_breaks_out_of_no_line(name, note, version):
    card = Card("uid:1", "Orsk", name=name, note="\n".join(note), email="a@b.org")
    text = vcards_of([card, card], version)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    rows = read_cards(text.encode())
    assert [(row.name, row.email) for row in rows] == [(" ".join(name.split()), "a@b.org")] * 2


def test_other_programs_read_our_cards():
    card = Card(
        "https://x.org/1", "Владивосток", name="Анна; Петрова,\nEND:VCARD", function="Начальник отдела " * 8,
        office="Отдел", email="a@b.ru", phone="+7", languages=("ru",), time_zone="Asia/Vladivostok",
        address="Океанский пр., 20\n690000", url="https://vlc.ru", note="a;b\\c",
    )  # fmt: skip
    (read,) = vobject.readComponents(vcards_of([card], "3.0"))
    assert read.fn.value == "Анна; Петрова,\nEND:VCARD"
    assert read.org.value == ["Владивосток", "Отдел"]
    assert (read.email.value, read.url.value, read.note.value) == (
        "a@b.ru",
        "https://vlc.ru",
        "a;b\\c",
    )
    assert read.title.value == card.function
    new = vcards_of([card], "4.0")
    assert "KIND:individual\r\n" in new
    assert "LANG:ru\r\n" in new
    with pytest.raises(ValueError, match="versions"):
        vcards_of([card], "2.1")


def test_a_spreadsheet_takes_no_name_for_a_formula():
    card = Card("1", "Orsk", name='=HYPERLINK("http://evil")', note="+1\n-2", email="@a")
    written = csv_of([card], COLUMNS)
    table = read_table(written.encode())
    cells = dict(zip(table.columns, table.rows[0], strict=True))
    assert cells["name"].startswith("'=")
    assert cells["note"].startswith("'+")
    assert cells["email"].startswith("'@")


def test_our_own_table_is_read_back():
    card = Card("1", "Orsk", name="Anna", office="Dept", email="a@b.org", languages=("en", "ru"))
    heads = [
        "Place", "Full name", "Function", "Office", "E-mail", "Telephone", "Languages", "Time zone",
        "Postal address", "Page", "Note",
    ]  # fmt: skip
    table = read_table(b"\xef\xbb\xbf" + csv_of([card], heads).encode())
    (row,) = rows_of(table, guess_mapping(table))
    assert (row.name, row.office, row.email, row.languages) == (
        "Anna",
        "Dept",
        "a@b.org",
        ("en", "ru"),
    )
