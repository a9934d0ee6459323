"""Feedback: what the CRM that subscribes tells: stages, owners, conversions, what people did, and its own clients, deals and owners."""

from typing import assert_never

from processors.case import Case
from processors.feedback import clients, deals, externals, items
from processors.feedback.outcome import Told, entry
from processors.feedback.qualified import qualified
from processors.memory import Memory
from schemas.crm import Feedback
from schemas.decision import Entry
from schemas.errors import Reject

DAY_MS = 86_400_000


def admit(memory: Memory, said: Feedback, now: int) -> None:
    """Raises Reject for what is from the future, more than a day ahead of now (ms since 1970), and for a workspace that there is not."""
    if said.at > now + DAY_MS:
        raise Reject("It is from the future: its `at` is more than a day ahead. Check the CRM's clock, and that it writes milliseconds.")
    if not memory.enlisted():
        raise Reject("There is no such workspace: nothing was configured for it (`leadloom config apply`), and nothing came in.")


def hear(case: Case, said: Feedback) -> Entry:
    """What becomes of it: applied, or ignored with the reason; raises Reject for what can never be, and then nothing is changed.

    The newest word about each matter of an entity stands, in whatever order it arrives. Records tell of it with the CRM as their origin.
    """
    case.origin = said.system or case.capture.source
    return entry(case, _told(case, said))


def _told(case: Case, said: Feedback) -> Told:
    match said.kind:
        case "stage":
            return items.stage(case, said)
        case "owner":
            return items.owner(case, said)
        case "converted":
            return items.converted(case, said)
        case "qualified":
            return qualified(case, said)
        case "reply_sent" | "activity_done":
            return items.activity(case, said)
        case "client":
            return clients.client(case, said)
        case "deal":
            return deals.deal(case, said)
        case "responsible":
            return _responsible(case, said)
        case "presence" | "absence":
            return Told("Presence and absence of people are not used by this release.", applied=False)
        case _:
            assert_never(said.kind)


def _responsible(case: Case, said: Feedback) -> Told:
    """The CRM's id of one of our responsibles, who is named by our id or by e-mail; people are added in the configuration only."""
    name = said.data.get("responsible") or said.data.get("email") or said.entity
    person = case.policy.responsibles.get(name)
    if person is None:
        raise Reject("Nobody among the workspace's responsibles has this id or e-mail: add the person to the settings, then redrive.")
    externals.pair(case.memory, case.origin, "responsible", said.external or said.entity, person.id)
    return Told("The CRM's id of a responsible is known from now on.")
