"""Provenance for people: where each shown value of a client or company comes from (R17)."""

from collections.abc import Iterator, Sequence

import msgspec

from processors.memory import Memory
from processors.remembered import Company, Contribution
from processors.survivorship import provenance, shown_of

LABEL = {
    "name": "name",
    "position": "position",
    "company_name": "company",
    "city": "city",
    "language": "language",
    "phones": "phone",
    "emails": "e-mail",
    "messengers": "messenger",
}
"""What people call the fields; the parts of a name are left out, as they go with the name."""


class Value(msgspec.Struct, frozen=True):
    """A shown value, and the touch that it comes from: of one value the newest that said it, of several the first.

    `at`: when that touch was decided, in ms since 1970 UTC. `by_hand`: a person entered it.
    """

    field: str
    value: str
    touch: str
    capture: str
    channel: str
    source: str
    at: int
    by_hand: bool = False


def values(said: Sequence[Contribution]) -> list[Value]:
    """Each value that these contributions, in the order in which they were made, come to show."""
    return [
        Value(LABEL[v.field], v.value, v.touch, v.capture, v.channel, v.source, v.at, v.by_hand)
        for v in provenance(said)
        if v.field in LABEL
    ]


def of_client(memory: Memory, client: str) -> list[Value]:
    """Those of a client, all its members together; none where there is no such client."""
    found = memory.client(client)
    return values(memory.history(found)) if found else []


def of_company(memory: Memory, company: Company) -> list[Value]:
    """Those of a company: who of its people said it first. Work: linear in the contributions of its people."""
    people = {found.id: found for member in memory.people_of(company.meta.id) if (found := memory.client(member)) is not None}
    said = sorted((one for client in people.values() for one in memory.history(client)), key=lambda one: one.n)
    return [value for field in ("name", "kind", "tax_id", "website", "phones", "emails") for value in _of_company(company, field, said)]


def _of_company(company: Company, field: str, said: Sequence[Contribution]) -> Iterator[Value]:
    known = getattr(company, field)
    for value in known if isinstance(known, tuple) else (known,):
        by = next((one for one in said if value and _says(one, field, value)), None)
        if by is not None:
            yield Value(LABEL.get(field, field), value, by.touch, by.capture, by.channel, by.source, by.at, by.by_hand)


def _says(one: Contribution, field: str, value: str) -> bool:
    if field in ("phones", "emails"):
        return value in getattr(shown_of((one,)), field)
    given = getattr(one.company, field) if one.company is not None else None
    return value == given or (field == "name" and value == shown_of((one,)).company_name)
