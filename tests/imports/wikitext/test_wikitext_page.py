"""Pages of a wiki that list twin towns: what stands there is understood, or said not to be."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jumelage.imports.adapters.wikitext import WikitextPage
from jumelage.imports.domain.statements import (
    Acting,
    Remark,
    SourceClaim,
    Statement,
    UnreadableSourceError,
)
from jumelage.places.domain.kinds import Kind
from jumelage.places.domain.matcher import Query

PAGES = Path(__file__).parent / "pages"


def read(tmp_path, text, country="DE"):
    path = tmp_path / "page.wiki"
    path.write_text(text, encoding="utf-8")
    return list(WikitextPage(path, country=country).read())


def of_page(name):
    items = list(WikitextPage(PAGES / name).read())
    statements = {
        (item.line, item.second.query.name): item for item in items if isinstance(item, Statement)
    }
    return statements, [item for item in items if isinstance(item, Remark)]


def told(statement):
    return [(claim.kind, claim.when) for claim in statement.claims]


def one(tmp_path, entry, **options):
    """Return what an entry below a town says."""
    *remarks, statement = read(tmp_path, f"'''[[Aachen]]'''\n{entry}\n", **options)
    assert isinstance(statement, Statement), statement
    return statement, [remark.code for remark in remarks]


class TestEnglish:
    def test_an_entry(self):
        statements, _ = of_page("english.wiki")
        reims = statements[12, "Reims"]
        assert (reims.first.query, reims.second.query) == (
            Query("Aachen", "DE"),
            Query("Reims", "FR"),
        )
        assert reims.claims == (SourceClaim(),)
        assert reims.stated_by is Acting.FIRST
        assert reims.locator == (
            "line 12, A / Aachen; footnote: Partnerstädte, https://example.org/aachen, 2019-03-01, "
            "retrieved 2020-12-01"
        )
        assert reims.row == {
            "of": "Aachen", "place": "Reims", "country": "FR", "article": "Reims",
            "text": "*{{flagicon|FRA}} [[Reims]], France",
        }  # fmt: skip

    def test_what_links_say_of_where_a_place_lies(self):
        statements, _ = of_page("english.wiki")
        assert statements[11, "Arlington County"].second.query.division == "US-VA"
        assert statements[13, "Toledo"].second.query == Query("Toledo", "ES")
        assert statements[14, "Halifax"].second.query == Query(
            "Halifax", "GB", "GB-ENG", "West Yorkshire"
        )
        assert statements[22, "Portland"].second.query == Query("Portland", "US", "US-OR")
        assert statements[23, "Lippe"].second.query == Query("Lippe", "NL", kind=Kind.DISTRICT)
        assert statements[26, "Aachen"].first.query.name == "Frankfurt (Oder)"

    def test_what_was_when(self):
        statements, remarks = of_page("english.wiki")
        assert told(statements[13, "Toledo"]) == [("signed", "1985-05-12")]
        assert told(statements[15, "Ningbo"]) == [("signed", "1986"), ("ended", "2022")]
        assert told(statements[16, "Kostroma"]) == [("suspended", "")]
        assert told(statements[31, "Kherson"]) == [("signed", "1987"), ("ended", "2022")]
        assert told(statements[33, "Minsk"]) == [("ended", "2022")]
        assert told(statements[32, "Corfu"]) == [("ended", "")]
        assert statements[32, "Corfu"].claims[0].note == "date as given: 2001"
        assert ("date", 32) in {(remark.code, remark.line) for remark in remarks}

    def test_footnotes_of_the_entry_go_before_those_of_the_town(self):
        statements, remarks = of_page("english.wiki")
        assert "footnote: https://example.org/halifax" in statements[14, "Halifax"].locator
        assert "footnote" not in statements[21, "Gorzów Wielkopolski"].locator
        assert any(remark.code == "footnote" and "missing" in remark.message for remark in remarks)

    def test_nested_lists_and_entries_in_one_line(self):
        statements, _ = of_page("english.wiki")
        assert statements[38, "Meudon"].first.query.name == "Celle"
        assert statements[39, "Royal Tunbridge Wells"].second.query.division == "GB-ENG"
        assert {statements[40, name].first.query.name for name in ("Oudenaarde", "Cobh")} == {
            "Coburg"
        }

    def test_what_is_not_understood_is_said_with_its_line(self):
        _, remarks = of_page("english.wiki")
        unused = {(remark.line, remark.code) for remark in remarks if not remark.used}
        assert unused == {(24, "empty"), (25, "country"), (41, "home"), (42, "table")}
        assert all(remark.row["text"] for remark in remarks)

    def test_sections_aside_comments_and_pictures_are_no_entries(self):
        statements, _ = of_page("english.wiki")
        assert not {"Nowhere", "Bonn"} & {name for _, name in statements}
        assert max(line for line, _ in statements) < 43


def test_german():
    statements, remarks = of_page("german.wiki")
    assert remarks == []
    assert {item.first.query.country for item in statements.values()} == {"AT"}
    assert told(statements[5, "Simbach am Inn"]) == [("signed", "1987")]
    assert statements[5, "Simbach am Inn"].second.query.division == "DE-BY"
    assert told(statements[6, "Lavarone"]) == [("signed", "1994-05-12")]
    assert (
        "footnote: Lavarone und Braunau, https://example.org/lavarone"
        in statements[6, "Lavarone"].locator
    )
    assert told(statements[7, "Kattowitz"]) == [("signed", "199X")]
    assert told(statements[8, "Kaliningrad"]) == [("signed", "1995"), ("suspended", "2022")]
    assert statements[9, "Győr"].second.query.country == "HU"
    assert statements[9, "Győr"].claims[0].form == "friendship"
    assert told(statements[12, "Arad"]) == [("ended", "2010")]


def test_tables():
    statements, _ = of_page("german.wiki")
    rows = [
        (item.first.query.name, name, item.second.query.country, told(item)[0])
        for (line, name), item in statements.items()
        if line > 13
    ]
    assert rows == [
        ("Wels", "Tábor", "CZ", ("signed", "1999")),
        ("Wels", "Straubing", "DE", ("signed", "2001")),
        ("Wels", "Bistrița", "DE", ("signed", "2001")),
        ("Steyr", "Bethel", "US", ("ended", "2015")),
    ]


def test_french():
    statements, remarks = of_page("french.wiki")
    assert remarks == []
    assert {item.first.query for item in statements.values()} == {Query("Arlon", "BE")}
    assert told(statements[4, "Saint-Dié-des-Vosges"]) == [("signed", "1962")]
    assert told(statements[5, "Diekirch"]) == [("signed", "1957-05-12")]
    assert told(statements[6, "Bitburg"]) == [("ended", "2015")]
    assert statements[7, "Sulphur"].second.query.country == "US"
    assert statements[7, "Sulphur"].claims[0].form == "friendship"
    assert told(statements[10, "Sopron"]) == [("signed", "1990"), ("ended", "2004")]


def test_russian():
    statements, remarks = of_page("russian.wiki")
    assert remarks == []
    assert {item.first.query.country for item in statements.values()} == {"KZ"}
    assert told(statements[6, "Анкара"]) == [("signed", "2001")]
    assert statements[8, "Москва"].second.query.country == "RU"
    assert told(statements[8, "Москва"]) == [("signed", "2000-01-05")]
    assert told(statements[9, "Казань"]) == [("suspended", "2022")]
    assert told(statements[12, "Киев"]) == [("signed", "1998"), ("ended", "2022")]
    assert told(statements[13, "Тбилиси"]) == [("ended", "2015")]
    assert (statements[15, "Тусон"].first.query.name, told(statements[15, "Тусон"])) == (
        "Алма-Ата",
        [("signed", "1989")],
    )


@pytest.mark.parametrize(
    ("entry", "name", "country", "within"),
    [
        ("* {{flagicon|MON}} [[Monaco]]", "Monaco", "MC", ""),
        ("* [[Luxembourg (city)|Luxembourg]], Luxembourg", "Luxembourg", "LU", ""),
        ("* Graz, Austria", "Graz", "AT", ""),
        ("* [[Reims]] {{flagicon|FRA}} [[France]]", "Reims", "FR", ""),
        ("* {{flagicon|USA}} [[Atlanta]], Georgia", "Atlanta", "US", "US-GA"),
        ("* {{flagicon|REU}} [[Saint-Denis, Réunion|Saint-Denis]], Réunion, France", "Saint-Denis", "RE", ""),
        ("* {{flagicon|USA}} [[Washington D.C.]], United States", "Washington D.C.", "US", ""),
        ("* [[Newport, Wales|Newport]]", "Newport", "GB", "GB-WLS"),
        ("* {{flagicon|JPN}} [[Shibuya|Shibuya (Tokyo)]], Japan", "Shibuya (Tokyo)", "JP", ""),
        ("* {{flagicon|GER}} Frankfurt (Oder), Germany", "Frankfurt (Oder)", "DE", ""),
        ("# {{flag|SUI}} [[Chur]]", "Chur", "CH", ""),
        ("{{flagicon|NED}} [[Breda]]", "Breda", "NL", ""),
        ("* {{nowrap|{{flagicon|TPE}} [[Kaohsiung]]}}, Taiwan", "Kaohsiung", "TW", ""),
        ("* {{flagicon|KOS}} [[Peja]] &nbsp;(Kosovo)", "Peja", "XK", ""),
        ("<ul><li>{{flagicon|POL}} [[Kielce]]</li></ul>", "Kielce", "PL", ""),
    ],
)  # fmt: skip
def test_entries(tmp_path, entry, name, country, within):
    statement, remarks = one(tmp_path, entry)
    query = statement.second.query
    assert (query.name, query.country, query.division or query.within) == (name, country, within)
    assert remarks == []


@pytest.mark.parametrize(
    ("words", "events"),
    [
        ("(1991)", [("signed", "1991")]),
        (" since 1991", [("signed", "1991")]),
        (
            ", since May 12, 1991; suspended since 2022",
            [("signed", "1991-05-12"), ("suspended", "2022")],
        ),
        (" – 1987–92", [("signed", "1987"), ("ended", "1992")]),
        (" 1987-2022", [("signed", "1987"), ("ended", "2022")]),
        (" (1987–present)", [("signed", "1987")]),
        (" (c. 1990)", [("signed", "1990~")]),
        (" seit 3.10.1990", [("signed", "1990-10-03")]),
        (" (signed 1990, renewed 2000)", [("signed", "1990"), ("renewed", "2000")]),
        (" ({{date|3|octobre|1990}})", [("signed", "1990-10-03")]),
        (" [[1990]]", [("signed", "1990")]),
        (" {{efn|Suspended in 2022}}", [("suspended", "2022")]),
        (" (jusqu'en 2022)", [("ended", "2022")]),
        (" <small>(terminated)</small>", [("ended", "")]),
    ],
)
def test_events(tmp_path, words, events):
    statement, remarks = one(tmp_path, f"* {{{{flagicon|FRA}}}} [[Reims]], France{words}")
    assert (told(statement), remarks) == (events, [])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (" (burnt down 1990)", "unclear"),
        (" (9999)", "date"),
        (" (1962 and 2010)", "date"),
        (" (12345)", "unclear"),
        (" {{strange template|x}}", "template"),
        (" {{flagicon|GER}}", "country"),
    ],
)
def test_what_is_odd_is_said_and_never_guessed(tmp_path, words, code):
    statement, remarks = one(tmp_path, f"* {{{{flagicon|FRA}}}} [[Reims]], France{words}")
    assert code in remarks
    assert told(statement) in ([("attested", "")], [("signed", "1962")])


def test_words_not_understood_put_their_date_in_doubt(tmp_path):
    statement, _ = one(tmp_path, "* {{flagicon|FRA}} [[Reims]] (burnt down 1990)")
    assert statement.claims == (SourceClaim(quote="(burnt down 1990)", note="date as given: 1990"),)


def test_parts_of_the_country_in_headings(tmp_path):
    text = (
        "===California===\n'''[[Fresno]]'''\n* {{flag|JPN}} [[Kōchi]]\n"
        "===Georgia===\n'''[[Macon]]'''\n* {{flag|FRA}} [[Mâcon]]\n"
    )
    first, second = read(tmp_path, text, "United States")
    assert (first.first.query.division, second.first.query.division) == ("US-CA", "US-GA")


def test_towns_in_headings(tmp_path):
    text = (
        "== Zürich ==\nSome words.\n* {{flag|CHN}} [[Kunming]]\n"
        "== Friendship cities ==\n=== [[Bern]] ===\n* {{flag|USA}} [[New Bern]]\n"
    )
    first, second = read(tmp_path, text, "CH")
    assert (first.first.query.name, second.first.query.name) == ("Zürich", "Bern")
    assert second.claims[0].form == "friendship"


def test_several_countries_on_a_page(tmp_path):
    text = (
        "== Algeria ==\n'''[[Oran]]'''\n* {{flag|FRA}} [[Bordeaux]]\n"
        "== Benin ==\n'''[[Cotonou]]'''\n* {{flag|FRA}} [[Créteil]]\n"
    )
    first, second = read(tmp_path, text, "")
    assert (first.first.query.country, second.first.query.country) == ("DZ", "BJ")


def test_the_same_entry_twice(tmp_path):
    text = "'''[[Aachen]]'''\n* {{flag|FRA}} [[Reims]]\n* {{flag|FRA}} [[Reims]]\n* {{flag|GER}} [[Aachen]]\n"
    codes = [getattr(item, "code", "") for item in read(tmp_path, text)]
    assert codes == ["", "duplicate", "same_place"]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("This is a list of places in [[Germany]] having standing links.", "DE"),
        ("List of sister cities in the United States, by state.", "US"),
        ("Die '''Liste der Partnerstädte''' in der [[Schweiz]].", "CH"),
        ("Cette liste des jumelages en [[France]] est longue.", "FR"),
        ("Список городов-побратимов России.", "RU"),
        ("Города-побратимы в Казахстане", "KZ"),
        ("List of twin towns in Scotland", "GB"),
    ],
)
def test_the_country_is_that_of_the_first_sentence(tmp_path, text, country):
    (statement,) = read(tmp_path, f"{text}\n\n'''[[Town]]'''\n* {{{{flag|POL}}}} [[Kielce]]\n", "")
    assert statement.first.query.country == country


def test_the_country_of_the_file_name(tmp_path):
    path = tmp_path / "List_of_twin_towns_and_sister_cities_in_Norway.wiki"
    path.write_text("'''[[Oslo]]'''\n* {{flag|SWE}} [[Stockholm]]\n", encoding="utf-8")
    (statement,) = WikitextPage(path).read()
    assert statement.first.query.country == "NO"


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [
        ("'''[[Town]]'''\n* {{flag|POL}} [[Kielce]]", "", "--country"),
        ("", "Atlantis", "Atlantis"),
        ("<!DOCTYPE html><html>", "DE", "action=raw"),
        ("<mediawiki xmlns='x'><page/></mediawiki>", "DE", "export in XML"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused(tmp_path, text, country, words):
    with pytest.raises(UnreadableSourceError, match=words):
        read(tmp_path, text, country)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(UnreadableSourceError, match="No such file"):
        list(WikitextPage(tmp_path / "none.wiki").read())


_FRAGMENTS = st.sampled_from(
    ["\n", "* ", "** ", "# ", "; ", ": ", "== A ==\n", "=== [[X]] ===\n", "'''", "''", "[[", "]]", "|", "{{", "}}",
     "{|\n", "|-\n", "| ", "||", "|}\n", "! ", "rowspan=3|", "rowspan=99999 colspan=99999|", "<ref>", "</ref>",
     '<ref name="a"/>', "<ref name=a>", "<!--", "-->", "<nowiki>", "</nowiki>", "<br>", "<div>", "<li>", "&ndash;",
     "&#x110000;", "&#0;", "{{flag|FRA}}", "{{flagicon|}}", "{{div col}}", "{{efn|", "{{cite web|url=", "[http://x ",
     "]", "suspended", "[[Reims]]", "[[A|B]]", "[[File:Flag of X.svg|", "Former", "since 1991", "(1987–2022)",
     "France", "{{r|a}}", "{{{1|", "}}}", "\t", "\u200b", "бывшие", "31 February 2001", "1.1.9999", "<table><tr><td>",
     "</td>"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_FRAGMENTS, st.text(max_size=5)), max_size=40))
def test_any_markup_is_read(tmp_path_factory, parts):
    path = tmp_path_factory.getbasetemp() / "any.wiki"
    path.write_text("'''[[Aachen]]'''\n" + "".join(parts), encoding="utf-8", errors="replace")
    for item in WikitextPage(path, country="DE").read():
        assert item.line > 0
        assert isinstance(item, Statement) or item.message


@settings(deadline=None)
@given(st.binary(max_size=200))
@example(b";")
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.wiki"
    path.write_bytes(data)
    with suppress(UnreadableSourceError):
        list(WikitextPage(path, country="DE").read())


def test_markup_nested_without_end_is_read(tmp_path):
    for start in (
        "{{a|",
        "[[a|",
        "<div>",
        "{|\n|",
        "''",
        "<ref>",
        "*" * 300 + " x\n",
        "{{flag|" * 2 + "[[",
    ):
        read(tmp_path, "'''[[Aachen]]'''\n" + start * 400)
