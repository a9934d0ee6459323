"""The shape of settings, read from their models: what may stand at a path, and what was probably meant by a name that may not."""

import types
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, SecretBytes, SecretStr
from pydantic.fields import FieldInfo

from runtime.settings.toml import Path


def at(annotation: Any, path: Path) -> Any:
    """The type at a path below a type; None where nothing may stand."""
    for segment in path:
        annotation = _below(annotation, segment)
        if annotation is None:
            return None
    return annotation


def _below(annotation: Any, segment: str | int) -> Any:
    for arm in _arms(annotation):
        if isinstance(arm, type) and issubclass(arm, BaseModel):
            if segment in (fields := keys(arm)):
                return fields[str(segment)].annotation
        elif get_origin(arm) is dict and isinstance(segment, str):
            return get_args(arm)[1]
        elif get_origin(arm) in (tuple, list) and isinstance(segment, int):
            return get_args(arm)[0]
    return None


def _arms(annotation: Any) -> Iterator[Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _arms(get_args(annotation)[0])
    elif origin in (Union, types.UnionType):
        for arm in get_args(annotation):
            yield from _arms(arm)
    else:
        yield annotation


def keys(of: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model by the names that a person writes."""
    return {field.alias or name: field for name, field in of.model_fields.items()}


def model(annotation: Any) -> type[BaseModel] | None:
    """The model among a type's alternatives."""
    return next((arm for arm in _arms(annotation) if isinstance(arm, type) and issubclass(arm, BaseModel)), None)


def about(root: type[BaseModel], path: Path) -> str | None:
    """The description of the setting at a path."""
    parent = model(at(root, path[:-1])) if path else None
    field = keys(parent).get(str(path[-1])) if parent else None
    return field.description if field else None


def choices(annotation: Any) -> tuple[Any, ...]:
    """The values of a Literal among a type's alternatives; none where any value may stand."""
    return next((get_args(arm) for arm in _arms(annotation) if get_origin(arm) is Literal), ())


def is_secret(annotation: Any) -> bool:
    return any(isinstance(arm, type) and issubclass(arm, SecretStr | SecretBytes) for arm in _arms(annotation))


def meant(root: type[BaseModel], path: Path) -> str | None:
    """What was probably meant by the last name of a path that may not stand there: a neighbour spelt alike, or the same name elsewhere."""
    from rapidfuzz import fuzz, process

    name, parent = str(path[-1]), model(at(root, path[:-1]))
    if parent and (close := process.extractOne(name.lower(), list(keys(parent)), scorer=fuzz.ratio, score_cutoff=60)):
        return str(close[0])
    return next((".".join(map(str, known)) for known in names(root) if known[-1] == name), None)


def among(name: str, known: Collection[str]) -> str:
    """The end of a sentence about a name that is none of `known`: what was probably meant, and which there are."""
    from rapidfuzz import fuzz, process

    close = process.extractOne(name.lower(), {there: there.lower() for there in known}, scorer=fuzz.ratio, score_cutoff=60)
    return (f"; did you mean {close[2]!r}? " if close else ". ") + f"There are: {', '.join(known) or 'none'}."


def names(root: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The path of every setting; `NAME` stands for names that people give, `0` for the items of a list."""
    for name, field in keys(root).items():
        yield from _names(field.annotation, (*path, name))


def _names(annotation: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if inner := model(annotation):
        yield from names(inner, path)
        return
    for arm in _arms(annotation):
        if get_origin(arm) is dict and model(get_args(arm)[1]):
            yield from _names(get_args(arm)[1], (*path, "NAME"))
            return
        if get_origin(arm) in (tuple, list) and model(get_args(arm)[0]):
            yield from _names(get_args(arm)[0], (*path, "0"))
            return
    yield path


def walk(tree: Any, annotation: Any, path: Path = ()) -> Iterator[tuple[Path, Any, Any]]:
    """Every leaf of a tree of settings: (path, value, type or None)."""
    if isinstance(tree, Mapping) and tree:
        for name, value in tree.items():
            yield from walk(value, _below(annotation, name), (*path, name))
    elif isinstance(tree, list | tuple):
        for index, value in enumerate(tree):
            yield from walk(value, _below(annotation, index), (*path, index))
    else:
        yield path, tree, annotation
