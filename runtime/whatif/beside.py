"""The process that decides again while another one reads and compares: what it is told, and its work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec

from processors.reading import Reader
from processors.step import Step
from runtime.collector import settle
from runtime.discover import readers
from runtime.guard import ahead
from runtime.whatif.decider import Answer, Decider, Request, Take
from schemas.capture import Capture
from schemas.codec import pack
from schemas.errors import Reject, Retry
from schemas.touch import Touch


class Failed(msgspec.Struct, frozen=True, tag=True, array_like=True):
    """What was raised instead of an answer; `passing`: it may go better later."""

    why: str
    passing: bool


request_of = msgspec.msgpack.Decoder(Request).decode
reply_of = msgspec.msgpack.Decoder(Answer | Failed).decode
_touches = msgspec.msgpack.Decoder(list[Touch]).decode


def reading(of: Mapping[str, Reader]) -> Callable[[Capture], bytes | None]:
    """The touches in a capture, packed; None where that is for the step to find out: it says what is wrong."""

    def read(capture: Capture) -> bytes | None:
        reader = of.get(capture.channel)
        try:
            return None if reader is None else pack(list(reader(capture)))
        except Exception:  # noqa: BLE001 - the step asks the reader again, and what it raises then is a dead letter
            return None

    return read


class Known:
    """Readers that need not read again what was read already."""

    def __init__(self, of: Mapping[str, Reader]) -> None:
        self.readers: Mapping[str, Reader] = {channel: self._knowing(reader) for channel, reader in of.items()}
        self._touches: dict[int, bytes] = {}
        """Packed, by the identity of the capture: an object that is there as long as its request."""

    def _knowing(self, reader: Reader) -> Reader:
        def read(capture: Capture) -> Sequence[Touch]:
            packed = self._touches.get(id(capture))
            return reader(capture) if packed is None else _touches(packed)

        return read

    @contextmanager
    def of(self, request: Request) -> Iterator[None]:
        """While the request is answered, what is in its captures is known."""
        if isinstance(request, Take):
            pairs = zip(request.captures, request.touches, strict=True)
            self._touches = {id(appended.capture): packed for appended, packed in pairs if packed is not None}
        yield
        self._touches = {}


def work(line: Connection, folder: Path, timeout_s: float) -> None:
    """Answer until the line is closed. When this or the other process is killed, the other one notices."""
    settle()
    known = Known(readers())
    with (
        closing(line),
        closing(Decider(folder, ahead(Step(known.readers), timeout_s))) as decider,
        suppress(EOFError, ConnectionError),
    ):
        while True:
            request = request_of(line.recv_bytes())
            with known.of(request):
                reply = _replied(decider, request)
            line.send_bytes(pack(reply))


def _replied(decider: Decider, request: Request) -> Answer | Failed:
    try:
        return decider.answer(request)
    except (Reject, Retry) as error:
        return Failed(str(error), isinstance(error, Retry))
