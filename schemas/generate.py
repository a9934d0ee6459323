"""The public contract as documents: a JSON Schema per public record and one AsyncAPI document, made from the records themselves.

Pure: `documents()` says what the files hold; `python -m runtime.schemas_command` writes them.
"""

from typing import Any

import msgspec

from schemas.crm import PUBLIC, Dead
from schemas.topics import TOPICS, Topic

Json = Any
VERSION = "1.0.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HEADERS_ONLY = ("dead", "quarantine")
"""Topics whose records are the original bytes; what is ours is in text headers."""


def file_name(record: str) -> str:
    """`lead.v1.json`."""
    return f"{record}.v{TOPICS[record].version}.json"


def schema_id(record: str) -> str:
    """The name of a record's schema, which its records carry in `ce_dataschema`."""
    return f"urn:leadloom:schema:{record}.v{TOPICS[record].version}"


def schema(record: str) -> Json:
    """The JSON Schema (2020-12) of a public record, its own definition at the root."""
    # Through bytes and back, so that it is plain JSON, as it will be when read from its file.
    made = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(PUBLIC[record])))
    definitions = made["$defs"]
    root = definitions.pop(PUBLIC[record].__name__)
    document = {"$schema": DIALECT, "$id": schema_id(record), **root}
    if definitions:
        document["$defs"] = dict(sorted(definitions.items()))
    return document


def asyncapi() -> Json:
    """The AsyncAPI 3 document of every topic that others read or write."""
    topics = [TOPICS[name] for name in PUBLIC]
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "leadloom",
            "version": VERSION,
            "description": "What a CRM reads from leadloom's topics, and what it may tell it. At least once, in order per key: "
            "a subscriber is idempotent on (id, version). Within a major version only optional additions.",
        },
        "defaultContentType": "application/json",
        "channels": {topic.name: _channel(topic) for topic in topics},
        "operations": {topic.name: _operation(topic) for topic in topics},
        "components": {
            "messages": {topic.name: _message(topic) for topic in topics},
            "schemas": {"cloudEventHeaders": _cloud_event_headers()},
        },
    }


def documents() -> dict[str, bytes]:
    """Every generated file below schemas/, by its path there."""
    found = {f"json/{file_name(record)}": _text(schema(record)) for record in PUBLIC}
    return {**found, "asyncapi.json": _text(asyncapi())}


def _text(document: Json) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _channel(topic: Topic) -> Json:
    configuration: dict[str, Json] = {"cleanup.policy": ["compact" if topic.compacted else "delete"]}
    if topic.keep_ms is not None:
        configuration["retention.ms"] = topic.keep_ms
    return {
        "address": topic.full("{prefix}"),
        "description": (PUBLIC[topic.name].__doc__ or "").strip(),
        "parameters": {"prefix": {"description": "The prefix of all topics of an installation.", "default": "leadloom"}},
        "messages": {topic.name: {"$ref": f"#/components/messages/{topic.name}"}},
        "bindings": {"kafka": {"topicConfiguration": configuration, "bindingVersion": "0.5.0"}},
    }


def _operation(topic: Topic) -> Json:
    inbound = topic.readers == "inbound"
    return {
        "action": "receive" if inbound else "send",
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "messages": [{"$ref": f"#/channels/{topic.name}/messages/{topic.name}"}],
    }


def _message(topic: Topic) -> Json:
    key = {"type": "string", "description": topic.key}
    message: dict[str, Json] = {"name": topic.name, "bindings": {"kafka": {"key": key, "bindingVersion": "0.5.0"}}}
    if topic.name in _HEADERS_ONLY:
        original = {"schemaFormat": f"application/schema+json;version={DIALECT}", "schema": {"description": "The original bytes."}}
        return {**message, "contentType": "application/octet-stream", "headers": _dead_headers(), "payload": original}
    payload = {"schemaFormat": f"application/schema+json;version={DIALECT}", "schema": {"$ref": f"./json/{file_name(topic.name)}"}}
    if topic.readers == "inbound":
        return {**message, "payload": payload}
    return {**message, "headers": {"$ref": "#/components/schemas/cloudEventHeaders"}, "payload": payload}


def _cloud_event_headers() -> Json:
    said = {
        "ce_specversion": "1.0",
        "ce_id": "Topic, entity and version, joined by slashes: the same change has the same id, however often it is published.",
        "ce_type": "The record's kind and major version, as leadloom.lead.v1.",
        "ce_source": "/leadloom/ and the workspace.",
        "ce_subject": "The entity's id.",
        "ce_time": "When it was decided (RFC 3339).",
        "ce_dataschema": "The `$id` of the record's JSON Schema.",
        "content-type": "application/json",
    }
    properties = {name: {"type": "string", "description": text} for name, text in said.items()}
    return {"type": "object", "description": "CloudEvents 1.0, binary mode.", "properties": properties, "required": list(said)}


def _dead_headers() -> Json:
    fields = msgspec.structs.fields(Dead)
    properties = {f"dlq-{field.name}": {"type": "string"} for field in fields}
    return {"type": "object", "properties": properties, "required": [f"dlq-{field.name}" for field in fields if field.required]}
