"""Faults of a configuration's criteria, write policies, fields and exclusions, a sentence each that a person can act on."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import get_args

from processors.criteria import PROPERTIES, excluded_by
from schemas.config import STANDARD, Field, WorkspaceConfig
from schemas.touch import ActivityKind

_ACTIVITIES: tuple[str, ...] = get_args(ActivityKind)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`; did you mean x?` where something known is spelt alike, else the list of what is known."""
    there = sorted(known)
    close = get_close_matches(name, there, 1, 0.6)
    return f"; did you mean `{close[0]}`?" if close else f" (there are: {', '.join(there) or 'none'})."


def of_exclusions(config: WorkspaceConfig) -> Iterator[str]:
    for text in config.exclude:
        if not excluded_by(text, config.region):
            yield (
                f"`{text}` on the exclusion list is no phone, e-mail or @domain; patterns are written `+49301234*`, `*@acme.example`,"
                " `@*.acme.example`, and phones without a country code need the workspace's region."
            )


def of_criteria(config: WorkspaceConfig) -> Iterator[str]:
    for n, criterion in enumerate(config.not_enquiry, 1):
        if not criterion.when and criterion.shorter_than_s is None:
            yield f"Criterion {n} asks for nothing: every touch would be no enquiry. Name a property, or shorter_than_s."
        for name, values in criterion.when.items():
            if name not in PROPERTIES:
                yield f"Criterion {n} asks for `{name}`, which no touch has{did_you_mean(name, PROPERTIES)}"
            if not values or any(not value.strip() for value in values):
                yield f"Criterion {n} asks for an empty `{name}`: leave it out, or name a value."
            for value in values if name == "activity" else ():
                if "*" not in value and value.strip().casefold() not in _ACTIVITIES:
                    yield f"Criterion {n} asks for the activity `{value}`, which there is not{did_you_mean(value, _ACTIVITIES)}"
        if criterion.shorter_than_s is not None and criterion.shorter_than_s <= 0:
            yield f"Criterion {n} is for calls shorter than {criterion.shorter_than_s} s: there are none."


def of_fields(config: WorkspaceConfig) -> Iterator[str]:
    seen = set()
    for field in config.fields:
        name = f"The field `{field.entity}.{field.id}`"
        if (field.entity, field.id) in seen:
            yield f"{name} is there twice."
        seen.add((field.entity, field.id))
        yield from _of_field(field, name)
    standard = {(entity, field) for entity, field in STANDARD if entity == "deal"}
    for field in config.fields:
        if field.entity == "lead" and ("deal", field.id) in standard:
            yield f'The field `lead.{field.id}` is a standard one of deals: write `entity = "deal"`; leads carry it until they are converted.'


def _of_field(field: Field, name: str) -> Iterator[str]:
    standard = STANDARD.get((field.entity, field.id))
    if not field.id or not field.id.isprintable() or "." in field.id or " " in field.id:
        yield f"{name} needs an id without blanks and dots."
    if standard is not None and field.kind != standard:
        yield f"{name} is a standard one of kind `{standard}`, not `{field.kind}`."
    if (field.kind == "choice") != bool(field.choices):
        yield f"{name} has kind `{field.kind}` and {len(field.choices)} choices: choices belong to kind `choice`, which needs some."
    if field.currency is not None and not (field.kind == "amount" and len(field.currency) == 3 and field.currency.isalpha()):
        yield f"{name} has the currency `{field.currency}`: amounts have one, of three letters (ISO 4217)."


def of_rest(config: WorkspaceConfig) -> Iterator[str]:
    if config.first_source_days < 0:
        yield "first_source_days is below 0: 0 keeps no first source, 28 keeps it for 28 days."
    if min(config.call_back_s, config.remind_s) < 0:
        yield "call_back_s and remind_s are seconds, 0 or more."
    pipelines = {pipeline.id: pipeline for pipeline in config.pipelines}
    default = pipelines.get(config.default_pipeline)
    if default is not None and default.kind == "recurring":
        yield f"The default pipeline `{default.id}` is recurring and takes up no enquiries (R59): name a pipeline of kind `sales`."
