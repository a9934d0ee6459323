"""Settling: a person says that a planned activity was done, or is not to be done any more (R51)."""

from collections.abc import Callable, Mapping
from typing import Any

from processors.case import Act
from processors.record.planned import item_of, settle
from processors.refused import Refused
from schemas import command
from schemas.errors import Reject


def _settle(act: Act, said: command.Settle) -> tuple[str, str | None]:
    """(what was done, the client that it is about); raises Refused where nothing can be."""
    try:
        planned = act.memory.planned(said.activity)
    except Reject as error:
        raise Refused(str(error)) from None
    if planned is None:
        raise Refused(f"There is no planned activity {said.activity} in workspace {act.capture.workspace}.")
    client = act.memory.client(planned.client)
    if planned.status == said.status:
        return f"It is {said.status} already: nothing changes.", client.id if client else None
    if planned.status != "planned":
        raise Refused(f"It is {planned.status}: only what is planned can be {said.status}.")
    settle(act, planned, said.status, reason=said.note if said.status == "cancelled" else None)
    act.item = item_of(act.memory, planned)
    return f"The planned {planned.kind} is {said.status}.", client.id if client else None


HANDLERS: Mapping[type, Callable[[Act, Any], tuple[str, str | None]]] = {command.Settle: _settle}
