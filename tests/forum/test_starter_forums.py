"""The forums of the starter registry, and files of the same shape."""

import shutil

import pytest
from django.utils.translation import override

from jumelage.core.audit import OPERATOR, Actor
from jumelage.core.domain.refusals import NotAllowedError, RefusedError
from jumelage.forum.models import Edition, Statement
from jumelage.forum.queries import public_edition
from jumelage.forum.starter_load import load_forums
from jumelage.ties.starter_load import STARTER

FORUM = "russian-american-municipal-forum"


def test_the_first_forum_is_told_with_its_sources(starter):
    found = public_edition(FORUM, "moscow-2019", "ru")
    with override("ru"):
        assert str(found.place_name) == "Москва"
        assert str(found.name) == "Первый Российско-американский муниципальный форум"
    assert found.state == Edition.HELD
    assert found.when == "2019-10-11"
    assert [str(one.name) for one in found.organisers.all()] == [
        "Sister Cities International", "Union of Russian Cities",
    ]  # fmt: skip
    numbers = {s.country: s.number for s in found.statements.all() if s.about == Statement.PLACES}
    assert numbers == {"US": 18, "RU": 25}
    people = found.statements.get(about=Statement.PEOPLE)
    assert (people.bound, people.number) == (">=", 100)
    assert all(s.quote and s.source.url for s in found.statements.all())
    assert found.decisions.count() == 2
    planned = public_edition(FORUM, "washington-2020", "ru")
    assert str(planned.place_name) == "Washington"
    assert planned.state == Edition.ANNOUNCED


def test_loading_again_changes_nothing(starter):
    assert load_forums(actor=OPERATOR).written == 0


def test_what_changed_in_the_files_is_brought_up_to_date(starter, tmp_path):
    for path in STARTER.glob("forum*.csv"):
        text = path.read_text(encoding="utf-8").replace("Forum in Washington", "Second forum")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert load_forums(actor=OPERATOR, folder=tmp_path).written == 1
    assert Edition.objects.get(slug="washington-2020").names["en"] == "Second forum"


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("forum_editions.csv", "ru/moscow", "ru/nowhere", "line 2"),
        ("forum_editions.csv", "2019-10-11", "the eleventh", "about"),
        ("forum_editions.csv", ",held,", ",over,", "state"),
        ("forum_statements.csv", "russkiymir-2019-10-10", "hearsay", "no source is called hearsay"),
        ("forum_decisions.csv", "moscow-2019", "moscow-2018", "no edition"),
    ],
)
def test_a_row_that_cannot_be_recorded_is_named(starter, tmp_path, name, before, after, said):
    for path in STARTER.glob("forum*.csv"):
        shutil.copy(path, tmp_path)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert before in text
    (tmp_path / name).write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(RefusedError, match=said) as error:
        load_forums(actor=OPERATOR, folder=tmp_path)
    assert name in str(error.value)


def test_only_the_operator_loads(db):
    with pytest.raises(NotAllowedError):
        load_forums(actor=Actor("somebody", is_staff=True))
