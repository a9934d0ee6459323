"""The check of compatibility on every kind of change, with the pointer that its message names."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from schemas.compat import incompatibilities
from schemas.crm import PUBLIC
from schemas.generate import schema

Schema = dict[str, Any]
RELEASED: Schema = {
    "type": "object",
    "title": "Lead",
    "properties": {
        "id": {"type": "string"},
        "version": {"type": "integer", "minimum": 1},
        "status": {"enum": ["NEW", "DONE"], "default": "NEW"},
        "name": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "tags": {"type": "array", "items": {"type": "string"}, "default": []},
        "fields": {"type": "object", "additionalProperties": {"type": "string"}},
        "client": {"anyOf": [{"$ref": "#/$defs/Client"}, {"type": "null"}]},
        "a/b~c": {"type": "string"},
    },
    "required": ["id", "version"],
    "$defs": {
        "Client": {"type": "object", "properties": {"id": {"type": "string"}, "parent": {"$ref": "#/$defs/Client"}}, "required": ["id"]}
    },
}


def set_at(*path: str, to: Any) -> Callable[[Schema], None]:
    def change(document: Schema) -> None:
        node: Any = document
        for part in path[:-1]:
            node = node[int(part)] if isinstance(node, list) else node[part]
        node[path[-1]] = to

    return change


def without(*path: str) -> Callable[[Schema], None]:
    def change(document: Schema) -> None:
        node: Any = document
        for part in path[:-1]:
            node = node[part]
        del node[path[-1]]

    return change


REFUSED: dict[str, tuple[Callable[[Schema], None], list[str]]] = {
    "a property removed": (without("properties", "tags"), ["#/properties/tags: was removed"]),
    "a property removed whose name needs escaping": (without("properties", "a/b~c"), ["#/properties/a~1b~0c: was removed"]),
    "a type changed": (set_at("properties", "id", to={"type": "integer"}), ["#/properties/id: its type was string, is integer"]),
    "a type narrowed": (
        set_at("properties", "name", to={"type": "string", "default": None}),
        ["#/properties/name: its type was one of several types, is string"],
    ),
    "a branch narrowed": (
        set_at("properties", "name", "anyOf", to=[{"type": "string"}]),
        ["#/properties/name/anyOf/1: null was removed"],
    ),
    "a type widened": (
        set_at("properties", "name", "anyOf", to=[{"type": "string"}, {"type": "null"}, {"type": "integer"}]),
        ["#/properties/name/anyOf: integer was added"],
    ),
    "newly required": (set_at("required", to=["id", "version", "name"]), ["#/required: name was optional or unknown, is required"]),
    "a new property that is required": (
        lambda d: (d["properties"].update(colour={"type": "string"}), d["required"].append("colour"))[0],
        ["#/required: colour was optional or unknown, is required"],
    ),
    "no longer required": (set_at("required", to=["id"]), ["#/required: version was always there, may now be absent"]),
    "an enum value removed": (set_at("properties", "status", "enum", to=["NEW"]), ["#/properties/status/enum: 'DONE' was removed"]),
    "a default changed": (set_at("properties", "status", "default", to="DONE"), ["#/properties/status/default: was 'NEW', is 'DONE'"]),
    "a bound tightened": (set_at("properties", "version", "minimum", to=2), ["#/properties/version/minimum: was 1, is 2"]),
    "a bound added": (set_at("properties", "id", "maxLength", to=9), ["#/properties/id/maxLength: was 'absent', is 9"]),
    "items changed": (
        set_at("properties", "tags", "items", to={"type": "integer"}),
        ["#/properties/tags/items: its type was string, is integer"],
    ),
    "values of a map changed": (
        set_at("properties", "fields", "additionalProperties", to={"type": "integer"}),
        ["#/properties/fields/additionalProperties: its type was string, is integer"],
    ),
    "closed to the unknown": (set_at("additionalProperties", to=False), ["#/additionalProperties: was anything, is nothing"]),
    "a definition changed": (without("$defs", "Client", "properties", "id"), ["#/$defs/Client/properties/id: was removed"]),
}

ALLOWED: dict[str, Callable[[Schema], None]] = {
    "nothing": lambda _: None,
    "an optional property": set_at("properties", "colour", to={"type": "string", "default": "red"}),
    "an enum value": set_at("properties", "status", "enum", to=["NEW", "DONE", "LATE"]),
    "texts": set_at("title", to="A lead"),
    "branches in another order": set_at("properties", "name", "anyOf", to=[{"type": "null"}, {"type": "string"}]),
    "a definition of another name": lambda d: (
        d["$defs"].update(Customer=d["$defs"]["Client"]),
        d["properties"].update(client={"anyOf": [{"$ref": "#/$defs/Customer"}, {"type": "null"}]}),
    )[0],
    "a definition drawn in": lambda d: d["properties"].update(client={"anyOf": [d["$defs"]["Client"], {"type": "null"}]}),
}


@pytest.mark.parametrize("change", REFUSED)
def test_a_breaking_change_is_refused_with_its_pointer(change: str) -> None:
    mutate, expected = REFUSED[change]
    now = copy.deepcopy(RELEASED)
    mutate(now)
    assert [str(problem) for problem in incompatibilities(RELEASED, now)] == expected


@pytest.mark.parametrize("change", ALLOWED)
def test_an_addition_is_allowed(change: str) -> None:
    now = copy.deepcopy(RELEASED)
    ALLOWED[change](now)
    assert incompatibilities(RELEASED, now) == []


@pytest.mark.parametrize("record", PUBLIC)
def test_removing_any_property_of_a_public_record_is_noticed(record: str) -> None:
    before = schema(record)
    for name in before["properties"]:
        now = copy.deepcopy(before)
        del now["properties"][name]
        assert f"#/properties/{name}: was removed" in [str(p) for p in incompatibilities(before, now)]
    assert incompatibilities(before, schema(record)) == []
