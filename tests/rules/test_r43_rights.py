"""R43: none, own, department, department and below, or all; the most generous role wins; an explicit deny beats an inherited allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processors.rights import KINDS, SCOPES, Department, Rights, Role, Scope, faults

TREE = (
    Department(id="company", members=("boss",)),
    Department(id="sales", parent="company", members=("sara", "sam")),
    Department(id="north", parent="sales", members=("nora", "nils")),
    Department(id="service", parent="company", members=("sven",)),
)
EVERYBODY = ("boss", "sara", "sam", "nora", "nils", "sven")


def seen(rights: Rights, person: str) -> set[str | None]:
    return {responsible for responsible in (*EVERYBODY, None) if rights.sees(person, "lead", responsible)}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("none", set()),
        ("own", {"sara"}),
        ("department", {"sara", "sam"}),
        ("department_and_below", {"sara", "sam", "nora", "nils"}),
        ("all", {*EVERYBODY, None}),
    ],
)
def test_r43_each_scope_reaches_as_far_as_it_says(scope: Scope, expected: set[str | None]) -> None:
    assert seen(Rights([Role(id="r", members=("sara",), sees={"lead": scope})], TREE), "sara") == expected


def test_r43_the_most_generous_of_several_roles_wins() -> None:
    roles = [Role(id=name, members=("sara",), sees={"lead": scope}) for name, scope in (("a", "own"), ("b", "department"), ("c", "none"))]  # type: ignore[dict-item]
    assert Rights(roles, TREE).scope("sara", "lead") == "department"


def test_r43_an_explicit_deny_beats_an_allow_that_is_inherited_from_a_role_or_a_department() -> None:
    roles = [
        Role(id="clerk", sees={"lead": "all", "deal": "all"}),
        Role(id="trainee", members=("nora",), inherits=("clerk",), sees={"lead": "none"}),
    ]
    rights = Rights(roles, TREE)
    assert (rights.scope("nora", "lead"), rights.scope("nora", "deal")) == ("none", "all")
    above = [*TREE[:1], Department(id="sales", parent="company", members=("sara", "sam"), roles=("clerk",)), *TREE[2:]]
    rights = Rights([roles[0], Role(id="trainee", members=("nora",), sees={"lead": "none"})], above)
    assert (rights.scope("nora", "lead"), rights.scope("nora", "deal"), rights.scope("nils", "lead")) == ("none", "all", "all")
    assert rights.scope("sven", "lead") == "none"


def test_r43_who_has_no_role_sees_nothing_and_who_has_no_department_only_what_is_theirs() -> None:
    rights = Rights([Role(id="r", members=("guest",), sees={"lead": "department"})], TREE)
    assert (seen(rights, "nobody"), rights.sees("guest", "lead", "guest"), seen(rights, "guest")) == (set(), True, set())


def test_r43_what_does_not_hold_together_is_said() -> None:
    roles = [Role(id="r", inherits=("gone",))]
    tree = [
        Department(id="a", parent="b", members=("x",)),
        Department(id="b", parent="a", members=("x",), roles=("lost",)),
        Department(id="c", parent="nowhere"),
    ]
    assert list(faults(roles, tree)) == [
        "Role `r` inherits from `gone`, which is no role.",
        "Department `b` has the role `lost`, which there is not.",
        "`x` is in two departments, `a` and `b`: one is needed.",
        "Department `c` is below `nowhere`, which there is not.",
        "Department `a` is below itself.",
        "Department `b` is below itself.",
    ]
    with pytest.raises(ValueError, match="no role"):
        Rights(roles, tree)


@given(
    st.lists(st.tuples(st.sampled_from(EVERYBODY), st.sampled_from(KINDS), st.sampled_from(SCOPES)), max_size=6),
    st.sampled_from(EVERYBODY),
    st.sampled_from(EVERYBODY),
)
def test_r43_a_wider_scope_never_hides_what_a_narrower_one_shows(
    given_: list[tuple[str, str, Scope]], person: str, responsible: str
) -> None:
    roles = [Role(id=str(n), members=(who,), sees={kind: scope}) for n, (who, kind, scope) in enumerate(given_)]  # type: ignore[dict-item]
    before = Rights(roles, TREE)
    for kind in KINDS:
        more = Rights([*roles, Role(id="more", members=(person,), sees={kind: "department_and_below"})], TREE)
        assert before.sees(person, kind, responsible) <= more.sees(person, kind, responsible)
