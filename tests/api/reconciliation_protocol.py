"""What Reconciliation Service API 0.2 asks of each message, as JSON Schema (2020-12).

Written for this project from the text of the specification
(https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/); none of its files is copied.
Stricter in one thing: fields that the specification does not name are refused.
"""

from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FILLED: Schema = {"type": "string", "minLength": 1}
POSITIVE: Schema = {"type": "integer", "minimum": 1}
URI: Schema = {"type": "string", "pattern": r"^https?://\S+$"}
TEMPLATE: Schema = {"type": "string", "pattern": r"^https?://\S*\{\{id\}\}\S*$"}
PATH: Schema = {"type": "string", "pattern": "^/"}


def _object(required: str, **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def _map(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _either(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _setting(kind: str, default: Schema, **more: Schema) -> Schema:
    return _object(
        " ".join(["name", "label", "type", *more]),
        name=FILLED, label=FILLED, type={"const": kind}, default=default, help_text=TEXT, **more,
    )  # fmt: skip


TYPE = _object(
    "id name", id=FILLED, name=FILLED, description=TEXT, broader=_list({"$ref": "#/$defs/type"})
)
PROPERTY = _object("id name", id=FILLED, name=FILLED, description=TEXT)
TYPE_OR_ID = _either(FILLED, _object("id name", id=FILLED, name=FILLED))
SETTING: Schema = {
    "oneOf": [
        _setting("number", {"type": "number"}),
        _setting("text", TEXT),
        _setting("checkbox", {"type": "boolean"}),
        _setting("select", TEXT, choices=_list(_object("value name", value=TEXT, name=FILLED))),
    ]
}
SUGGEST = _object(
    "service_url service_path",
    service_url=URI,
    service_path=PATH,
    flyout_service_url=URI,
    flyout_service_path={"type": "string", "pattern": r"\$\{id\}"},
)
MANIFEST = _object(
    "versions name identifierSpace schemaSpace",
    versions=_list(FILLED, contains={"const": "0.2"}),
    name=FILLED,
    identifierSpace=URI,
    schemaSpace=URI,
    defaultTypes=_list({"$ref": "#/$defs/type"}, uniqueItems=True),
    documentation=URI,
    logo=URI,
    serviceVersion=FILLED,
    view=_object("url", url=TEMPLATE),
    feature_view=_object("url", url=TEMPLATE),
    preview=_object("url width height", url=TEMPLATE, width=POSITIVE, height=POSITIVE),
    suggest=_object("", entity=SUGGEST, property=SUGGEST, type=SUGGEST),
    extend=_object(
        "",
        propose_properties=_object("service_url service_path", service_url=URI, service_path=PATH),
        property_settings=_list(SETTING),
    ),
    batchSize=POSITIVE,
    authentication={"type": "object"},
)
ENTITY: Schema = {"type": "object", "properties": {"id": FILLED, "name": TEXT}, "required": ["id"]}
VALUE = _either(TEXT, {"type": ["number", "boolean"]}, ENTITY)
QUERY: Schema = {
    **_object(
        "",
        query=TEXT,
        type=_either(FILLED, _list(FILLED)),
        limit={"type": "number", "minimum": 1},
        properties=_list(_object("pid v", pid=FILLED, v=_either(VALUE, _list(VALUE)))),
        type_strict={"enum": ["should", "all", "any"]},
    ),
    "anyOf": [
        {"required": ["query"]},
        {"required": ["properties"], "properties": {"properties": {"minItems": 1}}},
    ],
}
CANDIDATE = _object(
    "id name score",
    id=FILLED,
    name=FILLED,
    description=TEXT,
    type=_list(TYPE_OR_ID),
    score={"type": "number"},
    features=_list(_object("id value", id=FILLED, value={"type": ["boolean", "number"]})),
    match={"type": "boolean"},
)
SUGGESTED = _object(
    "id name", id=FILLED, name=FILLED, description=TEXT, notable=_list(TYPE_OR_ID)
)  # fmt: skip
EXTENDED: Schema = {
    "oneOf": [
        {"type": "object", "maxProperties": 0},
        _object("id name", id=FILLED, name=FILLED, description=TEXT),
        _object("str", str=TEXT),
        _object("int", int={"type": "integer"}),
        _object("float", float={"type": "number"}),
        _object("date", date={"type": "string", "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d"}),
    ]
}
MESSAGES: dict[str, Schema] = {
    "type": TYPE,
    "manifest": MANIFEST,
    "reconciliation-query-batch": _map(QUERY),
    "reconciliation-result-batch": _map(_object("result", result=_list(CANDIDATE))),
    "suggest-entities-response": _object("result", result=_list(SUGGESTED)),
    "suggest-types-response": _object("result", result=_list({"$ref": "#/$defs/type"})),
    "suggest-properties-response": _object("result", result=_list(PROPERTY)),
    "flyout-response": _object("id html", id=FILLED, html=FILLED),
    "data-extension-query": _object(
        "ids properties",
        ids=_list(TEXT),
        properties=_list(_object("id", id=FILLED, settings={"type": "object"})),
    ),
    "data-extension-response": _object(
        "meta rows",
        meta=_list(
            _object("id name", id=FILLED, name=FILLED, type=_object("id", id=FILLED, name=FILLED), service=URI)
        ),
        rows=_map(_map(_list(EXTENDED))),
    ),
    "data-extension-property-proposal": _object(
        "properties type", properties=_list(PROPERTY), type=FILLED, limit={"type": "integer", "minimum": 0}
    ),
}  # fmt: skip


def problems(message: str, data: Any) -> list[str]:
    """Return what is wrong with a message, in words."""
    schema = {"$defs": {"type": TYPE}, **MESSAGES[message]}
    Draft202012Validator.check_schema(schema)
    found = Draft202012Validator(schema).iter_errors(data)
    return [f"{error.json_path}: {error.message}" for error in found]
