"""A log with a past: captures appended at given times and decided as the product decides them, to try other rules over."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import orjson

from processors.decisionlog import TOPIC, DecisionLog
from processors.step import Step
from runtime import discover
from runtime.configure import Change
from runtime.embedded import EmbeddedLog
from runtime.log import Log
from runtime.store import LmdbStore
from runtime.whatif.again import decide_again
from runtime.whatif.differences import Found
from runtime.whatif.hosts import Host, here
from runtime.whatif.window import Progress, Recorded, Since
from schemas.capture import LIVE, Capture, encode, read
from schemas.codec import derive_id
from schemas.config import Queue, Responsible, WorkspaceConfig

BEGIN = 1_772_442_000_000
"""2026-03-02 09:00 UTC."""
MINUTE = 60_000

CLASSIC = WorkspaceConfig(
    region="DE",
    responsibles=(Responsible(id="ann"), Responsible(id="bob")),
    queues=(Queue(id="sales", members=("ann", "bob")),),
    default_queue="sales",
)
SIMPLE = msgspec.structs.replace(CLASSIC, mode="simple")

decide = Step(discover.readers())


def form(n: int, workspace: str = "main", **fields: str) -> Capture:
    """An enquiry by the website's form."""
    return Capture(
        id=derive_id("form", workspace, str(n)),
        workspace=workspace,
        channel="webform",
        source="contact",
        body=orjson.dumps({"_id": f"key-{n}", **fields}),
        content_type="application/json",
    )


def config(new: WorkspaceConfig, old: WorkspaceConfig | None = None, workspace: str = "main") -> Capture:
    """The configuration that takes the place of another one; the first where there is none."""
    return Change(workspace, old or WorkspaceConfig(), new).capture()


class Past:
    """One partition of a log; a minute passes between two captures."""

    def __init__(self, folder: Path, log: Log | None = None, partition: int = 0) -> None:
        self.now = BEGIN
        self.log: Log = log or EmbeddedLog(folder / "log", clock=lambda: self.now / 1000)
        self.partition, self.folder = partition, folder

    async def live(self, *captures: Capture) -> None:
        """Append and decide, one after the other."""
        with closing(LmdbStore(self.folder / "state" / "decide-0.0")) as store:
            decisions = DecisionLog(store)
            for capture in captures:
                self.now += MINUTE
                offset = await self.log.append(LIVE, self.partition, [encode(capture)])
                assert offset is not None
                [record] = await self.log.read(LIVE, self.partition, offset, limit=1, wait_s=5)
                draft = decisions.draft([read(LIVE, self.partition, record)], decide)
                assert decisions.landed(draft, await self.log.append(TOPIC, self.partition, draft.records))

    async def whatif(self, config: WorkspaceConfig, since: Since = Since(), workspace: str = "main") -> Found:
        """What other rules would have made of it."""
        [found] = await self.each({workspace: config}, since)
        return found

    async def each(
        self,
        configs: Mapping[str, WorkspaceConfig],
        since: Since = Since(),
        host: Host = here(decide.ahead),
        moved: Progress = lambda _done, _all: None,
    ) -> Sequence[Found]:
        with closing(LmdbStore(self.folder / "state" / "decide-0.0", readonly=True)) as store:
            wanted = {name: lambda version, c=c: msgspec.structs.replace(c, version=version) for name, c in configs.items()}
            return await decide_again(Recorded(self.log, self.partition, store, store.place()), wanted, host, since, moved)


ANN, BOB, CID = ({"name": f"{name} Example", "email": f"{name}@{name}.example".lower()} for name in ("Ann", "Bob", "Cid"))


def said(n: int, command: str, workspace: str = "main", **words: object) -> Capture:
    """What a person does."""
    return Capture(
        id=derive_id("command", workspace, str(n)),
        workspace=workspace,
        channel="command",
        source="cli",
        body=orjson.dumps({"by": "ann", "command": command, **words}),
        content_type="application/json",
    )


def feedback(n: int, at: int, kind: str, entity: str, workspace: str = "main", **data: str) -> Capture:
    """What a CRM tells."""
    return Capture(
        id=derive_id("feedback", workspace, str(n)),
        workspace=workspace,
        channel="crmfeedback",
        source="crm",
        body=orjson.dumps({"id": f"f{n}", "kind": kind, "entity": entity, "at": at, "data": data}),
        content_type="application/json",
    )
