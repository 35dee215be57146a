"""Forums and timetables as JSON (docs/forum-timetable.md)."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from jumelage.forum.domain.timetable.dzn import FAIRNESS, read_dzn
from jumelage.forum.domain.timetable.problem import (
    Delegation,
    Forum,
    Interpreter,
    Meeting,
    Person,
    Place,
    Session,
    Slot,
    Table,
    Timetable,
    UnusableForumError,
    require_whole,
)

Data = dict[str, Any]
#: For each kind, its fields: how each is read, and whether it must be there.
_TEXT: tuple[str, ...] = ("ref", "day", "name", "fixed")
_TEXTS = ("languages", "absent", "slots", "speakers", "parties", "people", "wished_by", "after")
_NUMBERS = ("priority", "daily_limit")
_FLAGS = ("must", "accessible")


def read_forum(content: bytes, name: str, fairness: int | None = FAIRNESS) -> Forum:
    """Return the forum of a file, ``.dzn`` or JSON. Refuses, saying what and where, what cannot be understood.

    ``fairness`` is for ``.dzn`` files, which do not say it.
    """
    if name.endswith(".dzn"):
        return read_dzn(_text(content, name), name, fairness)
    data = _object(_json(content, name), name)
    _only(
        data,
        {
            "format",
            "slots",
            "tables",
            "delegations",
            "interpreters",
            "meetings",
            "sessions",
            "fairness",
            "name",
        },
        name,
    )
    if not isinstance(data.get("fairness"), int | None) or isinstance(data.get("fairness"), bool):
        raise UnusableForumError(f"{name}: fairness must be a whole number, or left out")
    forum = Forum(
        slots=tuple(_each(data, "slots", name, Slot)),
        tables=tuple(_each(data, "tables", name, Table)),
        delegations=tuple(_each(data, "delegations", name, _delegation)),
        interpreters=tuple(_each(data, "interpreters", name, Interpreter)),
        sessions=tuple(_each(data, "sessions", name, Session)),
        meetings=tuple(_each(data, "meetings", name, Meeting)),
        fairness=data.get("fairness"),
    )
    try:
        require_whole(forum)
    except UnusableForumError as error:
        raise UnusableForumError(f"{name}: {error}") from error
    return forum


def forum_data(forum: Forum) -> Data:
    """Return a forum as it is written: fields that say nothing are left out."""
    return {
        "format": "jumelage-forum-1",
        "slots": [_plain(item) for item in forum.slots],
        "tables": [_plain(item) for item in forum.tables],
        "delegations": [
            _plain(item) | {"people": [_plain(person) for person in item.people]}
            for item in forum.delegations
        ],
        "interpreters": [_plain(item) for item in forum.interpreters],
        "sessions": [_plain(item) for item in forum.sessions],
        "meetings": [_plain(item) for item in forum.meetings],
        "fairness": forum.fairness,
    }


def read_timetable(content: bytes, name: str) -> Timetable:
    """Return the timetable of a file. Refuses what cannot be understood."""
    data = _object(_json(content, name), name)
    found = Timetable()
    for number, item in enumerate(_list(data, "meetings", name), start=1):
        here = f"{name}: meetings, number {number}"
        entry = _object(item, here)
        values = {key: entry.get(key) for key in ("meeting", "slot", "interpreter", "table")}
        if not all(
            isinstance(v, str) or (v is None and k in ("interpreter", "table"))
            for k, v in values.items()
        ):
            raise UnusableForumError(f"{here}: meeting, slot, interpreter and table must be texts")
        if values["meeting"] in found.places:
            raise UnusableForumError(f"{here}: meeting “{values['meeting']}” is there twice")
        people = _texts(entry, "people", here) if "people" in entry else ()
        found.places[str(values["meeting"])] = Place(
            str(values["slot"]), people, values["interpreter"], values["table"]
        )
    return found


def timetable_data(forum: Forum, timetable: Timetable) -> list[Data]:
    """Return the places of a timetable in the order of slots."""
    places = sorted(timetable.places.items(), key=lambda item: forum.position[item[1].slot])
    parties = {meeting.ref: list(meeting.parties) for meeting in forum.meetings}
    return [
        {"meeting": ref, "parties": parties[ref], "slot": place.slot, "table": place.table}
        | {"people": list(place.people), "interpreter": place.interpreter}
        for ref, place in places
    ]


def _plain(item: Any) -> Data:
    found = {}
    for key in item.__dataclass_fields__:
        value = getattr(item, key)
        if key == "people" and not isinstance(item, Meeting):
            continue
        if isinstance(value, frozenset):
            found[key] = sorted(value)
        elif value or key in ("ref", "slots"):
            found[key] = list(value) if isinstance(value, tuple) else value
    return {key: value for key, value in found.items() if value is not None}


def _delegation(people: object = None, name: str = "", **fields: Any) -> Delegation:
    here = f"delegation “{fields['ref']}”"
    if people is None:
        people = [{"ref": f"{fields['ref']}.1"}]
    return Delegation(
        name=name or fields["ref"],
        people=tuple(_each({"people": people}, "people", here, Person)),
        **fields,
    )


def _each(data: Data, key: str, where: str, kind: Callable[..., Any]) -> Iterable[Any]:
    for number, item in enumerate(_list(data, key, where), start=1):
        here = f"{where}: {key}, number {number}"
        entry = _object({"ref": item} if isinstance(item, str) else item, here)
        if not isinstance(entry.get("ref"), str) or not entry["ref"]:
            raise UnusableForumError(f"{here}: “ref” is missing, or no text")
        fields = {name: _field(name, entry, here, kind) for name in entry}
        try:
            yield kind(**fields)
        except TypeError as error:
            words = str(error).partition(") ")[2] or str(error)
            raise UnusableForumError(f"{here} (“{entry['ref']}”): {words}") from error


def _field(name: str, entry: Data, here: str, kind: Callable[..., Any]) -> Any:
    value = entry[name]
    if name == "people" and kind is _delegation:
        return value
    if name in _TEXTS:
        texts = _texts(entry, name, here)
        return (
            texts
            if name in ("parties", "people", "wished_by", "after", "speakers")
            else frozenset(texts)
        )
    kinds = {
        **dict.fromkeys(_TEXT, str),
        **dict.fromkeys(_NUMBERS, int),
        **dict.fromkeys(_FLAGS, bool),
    }
    wanted = kinds.get(name)
    if wanted is None:
        raise UnusableForumError(f"{here}: “{name}” is not known")
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise UnusableForumError(f"{here}: “{name}” cannot be {value!r}")
    return value


def _texts(entry: Data, name: str, here: str) -> tuple[str, ...]:
    value = entry[name]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise UnusableForumError(f"{here}: “{name}” must be a list of texts")
    return tuple(value)


def _list(data: Data, key: str, where: str) -> list[Any]:
    found = data.get(key, [])
    if not isinstance(found, list):
        raise UnusableForumError(f"{where}: “{key}” must be a list")
    return found


def _object(value: object, where: str) -> Data:
    if not isinstance(value, dict):
        raise UnusableForumError(f"{where}: must be an object with named fields")
    return value


def _only(data: Data, known: set[str], where: str) -> None:
    if strange := sorted(data.keys() - known):
        raise UnusableForumError(f"{where}: “{strange[0]}” is not known")


def _json(content: bytes, name: str) -> object:
    try:
        return json.loads(_text(content, name))
    except json.JSONDecodeError as error:
        raise UnusableForumError(
            f"{name}, line {error.lineno}: no JSON ({error.msg}); is the file complete?"
        ) from error


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableForumError(f"{name}: not a text in UTF-8 (byte {error.start})") from error
