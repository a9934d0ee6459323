"""What a person says of clients: the body of a capture on the own channel `command`, so that it enters the log and holds for ever."""

from typing import Annotated

import msgspec
from msgspec import Meta

CHANNEL = "command"
"""The channel of such captures; `source` is what it was said through, `cli`."""

By = Annotated[str, Meta(min_length=1, max_length=200, description="Who says so.")]
Id = Annotated[str, Meta(min_length=1, max_length=64)]
Note = Annotated[str, Meta(max_length=2000)]


class Said(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="command"):
    """What every command carries: who says it, and in what words why."""

    by: By
    note: Note | None = None


class Merge(Said, frozen=True, kw_only=True, tag="merge"):
    """Clients `a` and `b` are one; each is named by its id, or by that of any member of it, and the edge joins those two (R18)."""

    a: Id
    b: Id


class Unmerge(Said, frozen=True, kw_only=True, tag="unmerge"):
    """What the merge of this id joined is two (R19)."""

    merge: Id


class Accept(Said, frozen=True, kw_only=True, tag="accept"):
    """What the review item proposes is so (R16)."""

    review: Id


class Reject(Said, frozen=True, kw_only=True, tag="reject"):
    """What the review item proposes is not so, and is never to be proposed again (R16)."""

    review: Id


Command = Merge | Unmerge | Accept | Reject

decode = msgspec.json.Decoder(Command, strict=True).decode
encode = msgspec.json.Encoder().encode
