"""The one place where it is decided what a reader is shown (R43): every command that reads asks it, and a page or an API will."""

from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from difflib import get_close_matches
from typing import Any, TypeVar

from processors.rights import Rights, Seen
from runtime.settings import Settings
from schemas.errors import Reject

T = TypeVar("T")

reader: ContextVar[str | None] = ContextVar("reader", default=None)
"""Who reads, as `--as` says; None: the operator."""


class Viewer:
    """Whoever reads, as `reader` says. `name` None: the operator of this installation, who sees all; so does everybody without roles in
    leadloom.toml."""

    def __init__(self, settings: Settings) -> None:
        self.name = name = reader.get()
        self._rights: Mapping[str, Rights] = {
            workspace: Rights([role.to_role() for role in one.roles], [department.to_department() for department in one.departments])
            for workspace, one in settings.workspaces.items()
            if name is not None and one.roles
        }
        self._known_everywhere(settings)

    def _known_everywhere(self, settings: Settings) -> None:
        """Raises Reject for a name that no role, department or roster has."""
        if self.name is None:
            return
        people = {person for rights in self._rights.values() for person in rights.people}
        people |= {person.id for one in settings.workspaces.values() for person in one.responsibles}
        if self.name not in people:
            near = get_close_matches(self.name, sorted(people), 1)
            raise Reject(f"Nobody is called {self.name!r} in leadloom.toml{f'; did you mean {near[0]!r}?' if near else '.'}")

    def sees(self, workspace: str, kind: Seen, responsible: str | None) -> bool:
        """Whether something of this kind, of which `responsible` is the responsible, is shown."""
        rights = self._rights.get(workspace)
        return self.name is None or rights is None or rights.sees(self.name, kind, responsible)

    def only(self, kind: Seen, entities: Iterable[T]) -> Iterator[T]:
        """Those public records that are shown, each with its own workspace and responsible."""
        for entity in entities:
            record: Any = entity
            if self.sees(record.workspace, kind, record.responsible):
                yield entity

    def must_see_reports(self, workspace: str | None = None) -> None:
        """Raises Reject where figures over everything of the workspace, or of all, are not shown."""
        for name in self._rights if workspace is None else (workspace,):
            self.must_see(name, "report", None, "figures over everything")

    def must_see(self, workspace: str, kind: Seen, responsible: str | None, what: str) -> None:
        """Raises Reject where it is not shown."""
        if not self.sees(workspace, kind, responsible):
            raise Reject(f"{self.name} may not see {what}: their roles in workspace {workspace} do not reach that far (R43).")
