"""Order: of what a CRM tells about one matter of one entity, the newest word stands, in whatever order it arrives."""

import msgspec

from processors.memory import Memory
from schemas.codec import digest
from schemas.crm import Feedback


class Told(msgspec.Struct, frozen=True, array_like=True, order=True):
    """When something was said last, in the CRM's time, and by which record."""

    at: int
    id: str


_decode = msgspec.msgpack.Decoder(Told)


def news(memory: Memory, entity: str, matter: str, said: Feedback) -> bool:
    """Whether this is the newest word about the matter so far; it is noted then. Of two at the same time the greater id stands."""
    key = digest(f"{entity}\x1f{matter}".encode("utf-8", "surrogatepass"))
    told, known = Told(said.at, said.id), memory.read(b"T", key, _decode)
    if known is not None and told <= known:
        return False
    memory.write(b"T", key, told)
    return True
