"""Secrets in settings: a file holds references only, `env:NAME` or `file:PATH`; here they become the secrets."""

import os
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from runtime.settings import shape, toml

Missing = MutableMapping[toml.Path, str]
"""Path of a secret that cannot be had -> why, as the rest of a sentence that begins with the path."""


def resolved(tree: Any, annotation: Any, folder: Path, missing: Missing, *, literal: bool = False) -> Any:
    """A copy of the tree with the secrets in place; files are relative to `folder`. `literal`: a secret may stand as it is (in variables)."""

    def below(value: Any, path: toml.Path) -> Any:
        if isinstance(value, dict):
            return {name: below(inner, (*path, name)) for name, inner in value.items()}
        if isinstance(value, list | tuple):
            return [below(inner, (*path, index)) for index, inner in enumerate(value)]
        if not isinstance(value, str) or not shape.is_secret(shape.at(annotation, path)):
            return value
        try:
            return _secret(value, folder, literal=literal)
        except LookupError as why:
            missing[path] = str(why.args[0])
            return ""

    return below(tree, ())


def _secret(value: str, folder: Path, *, literal: bool) -> str:
    """The secret that a value refers to; raises LookupError with the reason."""
    kind, _, name = value.partition(":")
    if kind == "env" and name:
        if secret := os.environ.get(name):
            return secret
        raise LookupError(f"refers to the variable {name}, which is not set: export {name}=...")
    if kind == "file" and name:
        try:
            secret = (folder / name).read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise LookupError(f"refers to the file {name}, which cannot be read ({why}): write the secret into it.") from None
        if secret:
            return secret
        raise LookupError(f"refers to the file {name}, which is empty: write the secret into it.")
    if literal:
        return value
    raise LookupError('is a secret and must not stand in the file: write "env:NAME" (a variable) or "file:PATH" (a file that holds it).')
