"""Who may see what, as a person writes it in leadloom.toml (R43): roles and departments of a workspace."""

from pydantic import Field

from processors import rights
from runtime.settings.parts import Id, Model


class RoleSettings(Model):
    """What people with this role see of `leads`, `deals` ...; the most generous role of a person counts."""

    id: Id = Field(description="The role's name.")
    members: tuple[str, ...] = Field(default=(), description="Who has it: ids of responsibles, or names of others who read (--as NAME).")
    inherits: tuple[str, ...] = Field(default=(), description="Roles that it builds on; what it says itself goes before what they say.")
    sees: dict[rights.Seen, rights.Scope] = Field(
        default={},
        description="Kind -> how much: none, own, department, department_and_below, all. Kinds: "
        + ", ".join(rights.KINDS)
        + " (figures over everything). Not named: none.",
    )

    def to_role(self) -> rights.Role:
        return rights.Role(id=self.id, members=self.members, inherits=self.inherits, sees=self.sees)


class DepartmentSettings(Model):
    """People who belong together."""

    id: Id = Field(description="The department's name.")
    parent: str = Field(default="", description="The department above it; empty: there is none.")
    members: tuple[str, ...] = Field(default=(), description="Ids of responsibles, or names of others who read.")
    roles: tuple[str, ...] = Field(default=(), description="Roles that all of it inherit, and those below.")

    def to_department(self) -> rights.Department:
        return rights.Department(id=self.id, parent=self.parent or None, members=self.members, roles=self.roles)
