"""The reconciliation of FAULTS I1 to I5 after a fault: what was accepted against what came out, through public interfaces only."""

from collections import Counter, defaultdict
from typing import Any

from runtime.testing.servers import until
from tests.faults.product import Product

Key = tuple[str, str]


def settled(product: Product, captures: int, seconds: float = 60) -> None:
    """Wait until everything appended is decided, delivered and counted (I6); bounded."""

    last: list[str] = []

    def done() -> bool:
        status = product.ask("status")
        last[:] = [f"lanes {status['lanes']} readers {status['readers']} counted {_counted(status)} of {_captures(status)}"]
        lag = [lane["lag"] for lane in status["lanes"]] + [reader["behind"] for reader in status["readers"]]
        return all(behind == 0 for behind in lag) and _captures(status) >= captures and _counted(status) == _captures(status)

    try:
        until(done, "the end of lag", seconds)
    except TimeoutError as error:
        raise AssertionError(f"{error}: {last}\n{product.said()[-3000:]}") from None


def _captures(status: Any) -> int:
    return sum(lane["decided"] for lane in status["lanes"])


def _counted(status: Any) -> int:
    return sum(row["touches"] for row in status["recent"])


def reconcile(product: Product) -> None:
    """Assert I1 to I5. Processes may still run; nothing may be sent meanwhile."""
    accepted = set(product.accepted.values())
    settled(product, len(accepted))
    answers = product.ask("why", "-", stdin="\n".join(sorted(accepted)))
    _one_decision_each(accepted, answers)
    rows = product.delivered()
    _no_entity_without_a_capture(product, rows, accepted)
    _one_effect_and_in_order(rows)
    _one_activity_per_enquiry(product, rows)
    _figures_add_up(product)
    assert product.cli("replay").strip() == "equal"


def _one_decision_each(accepted: set[str], answers: list[dict[str, Any]]) -> None:
    """I1: every accepted capture has a decision; of its touches one is not a duplicate, and none is a dead letter or in quarantine."""
    outcomes: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        outcomes[answer["capture"]] += [entry["outcome"] for entry in answer["entries"]]
    assert set(outcomes) == accepted
    wrong = {capture: found for capture, found in outcomes.items() if sum(o in ("lead", "deal", "activity") for o in found) != 1}
    assert wrong == {}
    assert {o for found in outcomes.values() for o in found} <= {"lead", "deal", "activity", "duplicate"}


def _no_entity_without_a_capture(product: Product, rows: list[dict[str, Any]], accepted: set[str]) -> None:
    """I2: what was refused with 503 may have been appended all the same (F2), but nothing comes from what was never sent."""
    causes = {row["capture"] for row in rows}
    assert accepted <= causes
    assert len(causes - accepted) <= len(product.sent) - len(product.accepted)


def _one_effect_and_in_order(rows: list[dict[str, Any]]) -> None:
    """I3 and I4: a record comes once, and the versions of an entity rise one by one from 1."""
    versions: dict[Key, list[int]] = defaultdict(list)
    for row in rows:
        versions[row["topic"], row["key"]].append(row["version"])
    wrong = {key: found for key, found in versions.items() if found != list(range(1, len(found) + 1))}
    assert wrong == {}


def _one_activity_per_enquiry(product: Product, rows: list[dict[str, Any]]) -> None:
    """I3 at the business end: one activity per enquiry however often it was sent, and one client per person."""
    texts = Counter(row["data"]["text"] for row in rows if row["topic"] == "activity" and row["version"] == 1)
    assert {text: n for text, n in texts.items() if n != 1} == {}
    assert {f"enquiry {number}" for number in product.accepted} <= set(texts)
    items = [row for row in rows if row["topic"] in ("lead", "deal") and row["version"] == 1]
    people = Counter(tuple(item["data"]["client"]["emails"]) for item in items)
    assert {who: n for who, n in people.items() if n != 1} == {}


def _figures_add_up(product: Product) -> None:
    """I5: the funnel counts every touch that was decided, once (a form and a configuration hold one touch each)."""
    status = product.ask("status")
    assert _counted(status) == _captures(status)
