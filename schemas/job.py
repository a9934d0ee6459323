"""Jobs: work on more items than one decision may hold, opened by one capture and worked off by `continue` captures (R61)."""

import msgspec

CHANNEL = "continue"
"""The channel of the captures that work a job off; they come on the bulk lane, from whoever decides the partition."""

PIECE = 50
"""How many items one capture works on at most (R61)."""


class Continue(msgspec.Struct, frozen=True, kw_only=True):
    """The body of a `continue` capture (JSON): the next piece of a job. `step`: how many were decided before it, so that a late or repeated
    one changes nothing."""

    job: str
    step: int


decode = msgspec.json.Decoder(Continue, strict=True).decode
encode = msgspec.json.Encoder().encode
