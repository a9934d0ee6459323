"""The generated documents are the committed ones, say what records look like, and keep what was released."""

import json
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest

from runtime.schemas_command import COMMAND, FOLDER, broken, main, released, write
from schemas.codec import to_json
from schemas.crm import PUBLIC, Client, Deal, Lead, Messenger, Source
from schemas.generate import documents, schema


def test_the_committed_documents_are_the_generated_ones() -> None:
    stale = [name for name, text in documents().items() if not (FOLDER / name).exists() or (FOLDER / name).read_bytes() != text]
    assert not stale, f"run `{COMMAND}` and commit what it writes: {', '.join(stale)}"


def test_nothing_that_was_released_is_broken() -> None:
    assert broken() == []


def test_every_public_record_has_been_released() -> None:
    assert set(released()) == set(PUBLIC), f"run `{COMMAND} --release` for the new record"


@pytest.mark.parametrize("record", PUBLIC)
def test_a_schema_is_one_of_the_2020_dialect(record: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(record))


def test_records_as_they_are_written_are_what_the_schemas_say() -> None:
    client = Client(id="k", name="Ann", phones=("+4930",), messengers=(Messenger(network="telegram", id="7"),))
    source = Source(channel="webform", source="site", at=5, utm_source="x")
    common = {"id": "i", "workspace": "w", "version": 1, "cause": "c", "title": "t", "client": client, "first_source": source}
    lead = Lead(**common, status="NEW")  # type: ignore[arg-type]
    deal = Deal(**common, pipeline="sales", stage="NEW", repeat="repeat_deal", responsible="ivan")  # type: ignore[arg-type]
    for record, made in (("lead", lead), ("deal", deal)):
        jsonschema.Draft202012Validator(schema(record)).validate(json.loads(to_json(made)))


def test_a_record_without_what_is_required_is_refused() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema("lead")).validate({"id": "i"})


def test_the_asyncapi_document_refers_only_to_what_is_there() -> None:
    document = json.loads(documents()["asyncapi.json"])

    def references(node: object) -> list[str]:
        match node:
            case {"$ref": str(reference)}:
                return [reference]
            case dict():
                return [r for value in node.values() for r in references(value)]
            case list():
                return [r for value in node for r in references(value)]
            case _:
                return []

    for reference in references(document):
        file, _, pointer = reference.partition("#")
        target = json.loads(documents()[file.removeprefix("./")]) if file else document
        for part in filter(None, pointer.split("/")):
            target = target[part]
    assert document["asyncapi"] == "3.0.0"
    assert set(document["channels"]) == set(PUBLIC)
    assert document["operations"]["feedback"]["action"] == "receive"
    assert document["channels"]["lead"]["bindings"]["kafka"]["topicConfiguration"] == {"cleanup.policy": ["compact"]}


def test_writing_touches_only_what_differs(tmp_path: Path) -> None:
    assert {path.relative_to(tmp_path).as_posix() for path in write(tmp_path)} == set(documents())
    (tmp_path / "json" / "lead.v1.json").write_bytes(b"{}")
    assert [path.name for path in write(tmp_path)] == ["lead.v1.json"]
    assert released(tmp_path) == {}
    write(tmp_path, release=True)
    assert set(released(tmp_path)) == set(PUBLIC)


def test_a_broken_promise_is_named_with_its_record_and_pointer(tmp_path: Path) -> None:
    write(tmp_path, release=True)
    path = tmp_path / "json" / "released" / "lead.v1.json"
    before = json.loads(path.read_bytes())
    before["properties"]["colour"] = {"type": "string"}
    path.write_bytes(msgspec.json.encode(before))
    assert broken(tmp_path) == ["lead #/properties/colour: was removed"]


def test_the_command_refuses_arguments_that_it_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--relase"]) == 2
    assert COMMAND in capsys.readouterr().err
