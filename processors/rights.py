"""Who may see what (R43): for each kind of entity none, own, the department's, the department's and those below it, or all.

A person's own roles say it, the most generous of them; where none of those says anything of a kind, what is inherited does: from roles that
those build on, and from the roles of the department and of those above it. So a `none` in a role of one's own beats an allow that is inherited.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

import msgspec

Scope = Literal["none", "own", "department", "department_and_below", "all"]
Seen = Literal["lead", "contact", "company", "deal", "activity", "report"]
"""Kinds of what is seen. `report`: figures over everything (funnel, match-report, status), of nobody in particular: seen with `all` only."""

SCOPES: tuple[Scope, ...] = get_args(Scope)
"""From the narrowest to the most generous."""
KINDS: tuple[Seen, ...] = get_args(Seen)


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """What people with this role see, by kind; of kinds not named it says nothing. `inherits`: roles that it builds on."""

    id: str
    members: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    sees: Mapping[Seen, Scope] = {}


class Department(msgspec.Struct, frozen=True, kw_only=True):
    """People who belong together. `parent`: the department above; `roles`: what all of it, and those below, inherit."""

    id: str
    parent: str | None = None
    members: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class Rights:
    """The rights of one workspace. Raises ValueError for what does not hold together (`faults` says all of it)."""

    def __init__(self, roles: Iterable[Role], departments: Iterable[Department]) -> None:
        self._roles = {role.id: role for role in roles}
        self._departments = {department.id: department for department in departments}
        self._of = {member: department.id for department in self._departments.values() for member in department.members}
        if wrong := next(faults(self._roles.values(), self._departments.values()), None):
            raise ValueError(wrong)

    @property
    def people(self) -> frozenset[str]:
        """Everybody who has a role or a department."""
        return frozenset(self._of) | {member for role in self._roles.values() for member in role.members}

    def scope(self, person: str, kind: Seen) -> Scope:
        """How much of a kind a person sees; `none` where no role says anything."""
        own = [role for role in self._roles.values() if person in role.members]
        explicit = [role.sees[kind] for role in own if kind in role.sees]
        return _most(explicit or [role.sees[kind] for role in self._inherited(person, own) if kind in role.sees])

    def sees(self, person: str, kind: Seen, responsible: str | None) -> bool:
        """Whether a person sees something of which `responsible` is the responsible; None: it has none, and whoever sees all sees it."""
        match self.scope(person, kind):
            case "all":
                return True
            case "none":
                return False
            case "own":
                return responsible == person
            case "department":
                return responsible == person or (responsible is not None and self._of.get(responsible, "") == self._of.get(person))
            case "department_and_below":
                mine = self._of.get(person)
                return responsible == person or (
                    mine is not None and responsible is not None and mine in self._above(self._of.get(responsible))
                )

    def _inherited(self, person: str, own: Iterable[Role]) -> Iterator[Role]:
        names = [name for role in own for name in role.inherits]
        names += [name for department in self._above(self._of.get(person)) for name in self._departments[department].roles]
        seen: set[str] = set()
        while names:
            name = names.pop()
            if name not in seen:
                seen.add(name)
                yield self._roles[name]
                names += self._roles[name].inherits

    def _above(self, department: str | None) -> Iterator[str]:
        """The department and those above it."""
        while department is not None:
            yield department
            department = self._departments[department].parent


def _most(scopes: Iterable[Scope]) -> Scope:
    return max(scopes, key=SCOPES.index, default="none")


def faults(roles: Iterable[Role], departments: Iterable[Department]) -> Iterator[str]:
    """What does not hold together, a sentence each."""
    known, tree = {role.id: role for role in roles}, {department.id: department for department in departments}
    for role in known.values():
        yield from (f"Role `{role.id}` inherits from `{name}`, which is no role." for name in role.inherits if name not in known)
    home: dict[str, str] = {}
    for department in tree.values():
        yield from (
            f"Department `{department.id}` has the role `{name}`, which there is not." for name in department.roles if name not in known
        )
        if department.parent is not None and department.parent not in tree:
            yield f"Department `{department.id}` is below `{department.parent}`, which there is not."
        for member in department.members:
            if member in home:
                yield f"`{member}` is in two departments, `{home[member]}` and `{department.id}`: one is needed."
            home[member] = department.id
    for department in tree.values():
        at, passed = department.parent, {department.id}
        while at is not None and at in tree:
            if at in passed:
                yield f"Department `{department.id}` is below itself."
                break
            passed.add(at)
            at = tree[at].parent
