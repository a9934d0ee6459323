"""Whether a JSON Schema may take the place of the released one: only optional properties, enum values and texts may be added.

Strict on purpose. Fields at their default are left out of records, so a changed default changes what an absent field means; and a
widened type breaks those who read it as surely as a narrowed one breaks those who write it.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Json = Any
_FREE = frozenset(("title", "description", "examples", "deprecated", "$comment", "$id", "$schema", "$defs"))
_WALKED = frozenset(("$ref", "type", "properties", "required", "enum", "anyOf", "items", "additionalProperties"))
_ABSENT = object()


class Problem(NamedTuple):
    """One change that breaks the promise; `pointer` is a JSON pointer into the released schema (RFC 6901)."""

    pointer: str
    what: str

    def __str__(self) -> str:
        return f"#{self.pointer}: {self.what}"


def incompatibilities(released: Mapping[str, Json], now: Mapping[str, Json]) -> list[Problem]:
    """What in `now` breaks those who rely on `released`; empty when nothing does."""
    return list(_Comparison(released, now).schemas(released, now, ""))


def _part(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


class _Comparison:
    """Two documents, whose references are followed side by side, each pair once."""

    def __init__(self, released: Json, now: Json) -> None:
        self._released, self._now = released, now
        self._followed: set[tuple[str, str]] = set()

    def schemas(self, old: Json, new: Json, at: str) -> Iterator[Problem]:
        if isinstance(old, bool) or isinstance(new, bool):
            if old is not new:
                yield Problem(at, f"was {_kind(old)}, is {_kind(new)}")
            return
        if "$ref" in old and "$ref" in new:
            pair = (old["$ref"], new["$ref"])
            if pair not in self._followed:
                self._followed.add(pair)
                yield from self.schemas(_target(self._released, pair[0]), _target(self._now, pair[1]), pair[0].removeprefix("#"))
            return
        if "$ref" in old or "$ref" in new:
            yield from self.schemas(_resolved(self._released, old), _resolved(self._now, new), at)
            return
        if _kind(old) != _kind(new):
            yield Problem(at, f"its type was {_kind(old)}, is {_kind(new)}")
            return
        yield from self._properties(old, new, at)
        yield from self._enum(old, new, at)
        yield from self._branches(old, new, at)
        for key in ("items", "additionalProperties"):
            if key in old or key in new:
                yield from self.schemas(old.get(key, True), new.get(key, True), f"{at}/{key}")
        for key in sorted((old.keys() | new.keys()) - _FREE - _WALKED):
            if old.get(key, _ABSENT) != new.get(key, _ABSENT):
                yield Problem(f"{at}/{_part(key)}", f"was {old.get(key, 'absent')!r}, is {new.get(key, 'absent')!r}")

    def _properties(self, old: Json, new: Json, at: str) -> Iterator[Problem]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name in before:
            where = f"{at}/properties/{_part(name)}"
            if name in after:
                yield from self.schemas(before[name], after[name], where)
            else:
                yield Problem(where, "was removed")
        was, is_ = set(old.get("required", ())), set(new.get("required", ()))
        for name in sorted(is_ - was):
            yield Problem(f"{at}/required", f"{name} was optional or unknown, is required")
        for name in sorted(was - is_):
            if name in after:
                yield Problem(f"{at}/required", f"{name} was always there, may now be absent")

    def _enum(self, old: Json, new: Json, at: str) -> Iterator[Problem]:
        for value in old.get("enum", ()):
            if value not in new.get("enum", ()):
                yield Problem(f"{at}/enum", f"{value!r} was removed")

    def _branches(self, old: Json, new: Json, at: str) -> Iterator[Problem]:
        """Branches of `anyOf` in any order; they pair up by kind, so that a change inside of one is named where it is."""
        waiting = list(new.get("anyOf", ()))
        for n, branch in enumerate(old.get("anyOf", ())):
            kind = _kind(_resolved(self._released, branch))
            same = next((b for b in waiting if _kind(_resolved(self._now, b)) == kind), None)
            if same is None:
                yield Problem(f"{at}/anyOf/{n}", f"{kind} was removed")
                continue
            waiting.remove(same)
            yield from self.schemas(branch, same, f"{at}/anyOf/{n}")
        for branch in waiting:
            yield Problem(f"{at}/anyOf", f"{_kind(_resolved(self._now, branch))} was added")


def _target(document: Json, reference: str) -> Json:
    """What a reference inside the document points at."""
    found = document
    for part in reference.removeprefix("#").split("/")[1:]:
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return found


def _resolved(document: Json, schema: Json) -> Json:
    while isinstance(schema, Mapping) and "$ref" in schema:
        schema = _target(document, schema["$ref"])
    return schema


def _kind(schema: Json) -> str:
    """What a schema describes, in a word or two."""
    if isinstance(schema, bool):
        return "anything" if schema else "nothing"
    if "anyOf" in schema:
        return "one of several types"
    if "enum" in schema:
        return "one of listed values"
    kind = schema.get("type", "anything")
    return kind if isinstance(kind, str) else " or ".join(kind)
