"""An office whose CRM talks back, for tests of what it tells."""

from itertools import count
from typing import Any

import msgspec

from ingestors.crmfeedback.reader import parse
from processors.step import Step
from schemas.capture import Capture
from schemas.config import WorkspaceConfig
from schemas.decision import Verdict
from tests.rules.office import BEGIN, Office, form

_ids = count()


class Desk(Office):
    """An office whose CRM talks back."""

    def __init__(self, config: WorkspaceConfig | None = None) -> None:
        super().__init__(None)
        readers: dict[str, Any] = dict.fromkeys(("webform", "telephony", "imap", "chat", "csvfile"), self._read)
        readers["crmfeedback"] = parse
        self.decide = Step(readers)
        if config is not None:
            assert self.configure(config).outcome == "applied"

    def hear(self, kind: str, entity: str | None, at: int = 1, *, workspace: str | None = None, **more: Any) -> Verdict:
        """A record of the CRM, `at` seconds after the beginning."""
        fields: dict[str, Any] = {name: more.pop(name) for name in ("id", "external", "entity_kind", "system") if name in more}
        said: dict[str, Any] = {
            "id": f"f{next(_ids)}",
            "kind": kind,
            "entity": str(entity),
            "at": BEGIN + 1000 * at,
            "data": more,
            **fields,
        }
        return self.post(said | {"workspace": workspace or self.workspace})

    def post(self, said: dict[str, Any]) -> Verdict:
        name = f"feedback-{self.offset}"
        return self.capture(
            Capture(id=name, workspace=self.workspace, channel="crmfeedback", source="bitrix", body=msgspec.json.encode(said))
        )


def lead(office: Office, n: int = 0) -> str:
    item = office.one(form(name=f"Ivan Petrov{n}", phone=f"+7916123450{n}")).item
    assert item is not None
    return item
