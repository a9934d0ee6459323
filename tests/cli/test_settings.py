"""Settings: what is wrong is refused with its line and what was meant; secrets come by reference only; the files in deploy/ are true."""

import re
import tomllib
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path

import pytest

from runtime.settings import SettingsError, find, kinds, load
from runtime.settings.reference import reference
from runtime.settings.shape import names
from runtime.settings.show import plain, to_toml
from runtime.settings.toml import lines
from schemas.config import Criterion, Field, Matching, Write
from tests.cli.conftest import Leadloom

DEPLOY = Path(__file__).parents[2] / "deploy"


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    """What is said of a file of this text, without the folder it is in."""
    path = tmp_path / "leadloom.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(SettingsError) as refused:
        load(path)
    return [problem.replace(f"{tmp_path}/", "") for problem in refused.value.problems]


def test_without_a_file_there_is_a_workspace_and_a_form() -> None:
    settings = load(None)
    assert (list(settings.workspaces), [(c, s) for c, s, _ in settings.sources.each()]) == (["main"], [("webform", "contact")])
    assert (settings.log.embedded, str(settings.data)) == (True, "leadloom-data")


def test_a_file_without_the_workspace_main_gets_the_form_in_its_first_workspace(tmp_path: Path) -> None:
    path = tmp_path / "leadloom.toml"
    path.write_text("[workspaces.shop]\n[workspaces.rent]\n")
    assert [source.workspace for _, _, source in load(path).sources.each()] == ["shop"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[edge]\n\nprot = 80\n", "leadloom.toml:3: edge.prot is no setting; did you mean port?"),
        ("port = 80\n", "leadloom.toml:1: port is no setting; did you mean edge.port?"),
        ("[sources.telefony.pbx]\n", "leadloom.toml:1: sources.telefony is no setting; did you mean telephony?"),
        (
            '[[workspaces.main.responsibles]]\nid = "a"\n\n[[workspaces.main.responsibles]]\nid = "b"\nnam = "B"\n',
            "leadloom.toml:6: workspaces.main.responsibles.1.nam is no setting; did you mean name?",
        ),
        ("zzz = 1\n", "leadloom.toml:1: zzz is no setting."),
        ('[log]\npartitions = "many"\n', "leadloom.toml:2: log.partitions: input should be a valid integer"),
        ('[log]\nurl = "kafka"\n', "leadloom.toml:2: log.url: 'kafka' is no log: write"),
        ("edge = 1\n", "leadloom.toml:1: edge: a table is expected here: [edge]."),
        ("workspaces = 1\n", "leadloom.toml:1: workspaces: a table is expected here: [workspaces.NAME]."),
        ("[sources.chat]\norigins = []\n", "leadloom.toml:2: sources.chat.origins: a table is expected here: [sources.chat.NAME]."),
        ("data = 5\n", "leadloom.toml:1: data: a path is expected, in quotes."),
        (
            '[sources.webform.a]\nworkspace = "shop"\n',
            "leadloom.toml:2: source webform/a belongs to workspace 'shop', which is not configured. ",
        ),
        (
            '[workspaces.shop]\n[workspaces.rent]\n\n[sources.chat.a]\norigins = []\nworkspace = "Shoop"\n',
            "leadloom.toml:6: source chat/a belongs to workspace 'Shoop', which is not configured; did you mean 'shop'? There are: shop, rent.",
        ),
        (
            "[workspaces.shop]\n[sources.chat.a]\norigins = []\n[sources.webform.b]\nworkspace = 'shop'\n",
            "leadloom.toml:2: source chat/a belongs to workspace 'main', which is not configured. There are: shop.",
        ),
        ('[workspaces.main]\nregion = "XX"\n', "leadloom.toml:2: workspaces.main.region: 'XX' is no country"),
        ('[workspaces.main]\nfallback = "ann"\n', "leadloom.toml:1: workspaces.main: fallback names 'ann', which is no responsible"),
        ("[edge\n", "leadloom.toml: line 1, column 6: this is not TOML"),
        ("[edge]\nport =\n", "leadloom.toml: line 2, column 7: this is not TOML"),
        ("x = [", "leadloom.toml: line 1, the end of the file: this is not TOML"),
        (b"[edge]\nhost = '\xff'\n", "leadloom.toml:2: this is not UTF-8"),
    ],
)
def test_what_is_wrong_is_one_line_that_says_where(tmp_path: Path, text: str | bytes, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert (said in problem, problem.endswith("?.")) == (True, False)


def test_every_mistake_is_named_at_once(tmp_path: Path) -> None:
    assert len(problems(tmp_path, "[edge]\nprot = 1\nhots = 'x'\n")) == 2


def test_a_file_that_is_not_there_is_an_error_and_not_the_defaults(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        load(tmp_path / "nowhere.toml")


def test_the_file_is_the_one_named_then_the_variable_then_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find(None) is None
    Path("leadloom.toml").touch()
    assert find(None) == Path("leadloom.toml")
    monkeypatch.setenv("LEADLOOM_CONFIG", "other.toml")
    assert (find(None), find(Path("named.toml"))) == (Path("other.toml"), Path("named.toml"))


# variables


def test_a_variable_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "leadloom.toml"
    path.write_text("[edge]\nport = 1\nhost = '::1'\n")
    monkeypatch.setenv("LEADLOOM_EDGE__PORT", "81")
    monkeypatch.setenv("LEADLOOM_WORKSPACES__MAIN__EXCLUDE", '["@acme.example"]')
    settings = load(path, log="kafka://a:1,b:2")
    assert (settings.edge.port, settings.edge.host, settings.log.bootstrap) == (81, "::1", "a:1,b:2")
    assert settings.workspaces["main"].exclude == ("@acme.example",)


@pytest.mark.parametrize(
    ("variable", "said"),
    [
        ("LEADLOOM_EDGE__PROT", "The variable LEADLOOM_EDGE__PROT is no setting; did you mean LEADLOOM_EDGE__PORT?"),
        ("LEADLOOM_PORT", "The variable LEADLOOM_PORT is no setting; did you mean LEADLOOM_EDGE__PORT?"),
        ("LEADLOOM_QQQ", "The variable LEADLOOM_QQQ is no setting: unset it."),
        ("LEADLOOM_EDGE__PORT", "The variable LEADLOOM_EDGE__PORT: input should be a valid integer"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, variable: str, said: str) -> None:
    monkeypatch.setenv(variable, "x")
    with pytest.raises(SettingsError) as refused:
        load(None)
    assert said in str(refused.value)


# secrets


def test_a_variable_that_holds_a_secret_of_the_file_may_have_our_prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLOOM_POSTGRES", "postgresql://localhost/crm")
    path = tmp_path / "leadloom.toml"
    path.write_text('[sinks.postgres.crm]\ndsn = "env:LEADLOOM_POSTGRES"\n')
    assert load(path).sinks.postgres["crm"].dsn.get_secret_value() == "postgresql://localhost/crm"  # type: ignore[attr-defined]


SECRET = "whsec_" + b64encode(b"0123456789abcdef0123456789abcdef").decode()


def test_a_secret_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, f'[sources.telephony.pbx]\nsecrets = ["{SECRET}"]\n')
    assert problem.startswith("leadloom.toml:2: sources.telephony.pbx.secrets.0 is a secret and must not stand in the file")
    assert SECRET not in problem


def test_a_secret_comes_from_a_variable_or_a_file_and_is_never_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PBX", SECRET)
    (tmp_path / "old").write_text(SECRET + "\n")
    path = tmp_path / "leadloom.toml"
    path.write_text('[sources.telephony.pbx]\nsecrets = ["env:PBX", "file:old"]\n')
    settings = load(path)
    assert [s.get_secret_value() for s in settings.sources.of("telephony")["pbx"].secrets] == [SECRET, SECRET]
    assert SECRET not in to_toml(plain(settings)) + repr(settings)


@pytest.mark.parametrize(
    ("reference_", "said"),
    [
        ("env:NOT_SET", "refers to the variable NOT_SET, which is not set"),
        ("file:nowhere", "refers to the file nowhere, which cannot be read"),
    ],
)
def test_a_secret_that_cannot_be_had_is_an_error_unless_the_source_may_be_left_out(tmp_path: Path, reference_: str, said: str) -> None:
    (problem,) = problems(tmp_path, f'[sources.telephony.pbx]\nsecrets = ["{reference_}"]\n')
    assert said in problem
    off: dict[str, str] = {}
    assert load(tmp_path / "leadloom.toml", off=off).sources.of("telephony") == {}
    assert said in off["sources/telephony/pbx"]


def test_a_secret_that_is_wrong_is_not_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PBX", "not base64!")
    (problem,) = problems(tmp_path, '[sources.telephony.pbx]\nsecrets = ["env:PBX"]\n')
    assert "not base64!" not in problem


# what decisions depend on


def test_a_workspace_spells_out_what_was_left_to_us(tmp_path: Path) -> None:
    path = tmp_path / "leadloom.toml"
    path.write_text(
        '[workspaces.main]\nregion = "de"\n[[workspaces.main.responsibles]]\nid = "ann"\n[[workspaces.main.responsibles]]\nid = "bob"\n'
    )
    config = load(path).workspaces["main"].to_config(version=3)
    assert (config.version, config.region, config.default_queue, config.default_pipeline) == (3, "DE", "everyone", "sales")
    assert [(q.id, q.members) for q in config.queues] == [("everyone", ("ann", "bob"))]


# the files in deploy/


def uncommented(text: str, marks: str) -> str:
    return re.sub(rf"(?m)^#({marks})(?=\[?\[?[a-z_]+)", "", text)


def test_the_reference_file_is_what_the_models_say() -> None:
    """After a change of settings: .venv/bin/python -m runtime.settings.reference > deploy/leadloom.reference.toml"""
    assert reference() == (DEPLOY / "leadloom.reference.toml").read_text()


def test_the_reference_file_as_it_stands_and_with_its_defaults_written_out_is_the_defaults(tmp_path: Path) -> None:
    text = (DEPLOY / "leadloom.reference.toml").read_text()
    path = tmp_path / "leadloom.toml"
    for variant in (text, uncommented(text, "")):
        path.write_text(variant)
        assert load(path).model_dump() == load(None).model_dump()


def test_the_reference_file_names_every_setting_and_its_examples_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = uncommented((DEPLOY / "leadloom.reference.toml").read_text(), ">?")
    for variable in set(re.findall(r'"env:([A-Z_]+)"', text)) - {"NAME"}:
        monkeypatch.setenv(variable, SECRET)
    path = tmp_path / "leadloom.toml"
    path.write_text(text)
    load(path)
    named = {_general(path) for path in _leaves(tomllib.loads(text))}
    missing = {path for path in names(kinds()) if _general(path) not in named and f"#   {path[-1]} - " not in text}
    assert missing == set()


def _leaves(tree: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    found = [path] if path else []
    if isinstance(tree, dict):
        for name, inner in tree.items():
            found += _leaves(inner, (*path, name))
    elif isinstance(tree, list):
        for index, inner in enumerate(tree):
            found += _leaves(inner, (*path, index))
    return found


def _general(path: Iterable[str | int]) -> tuple[str, ...]:
    """`sources.webform.contact.title` -> `sources.webform.NAME.title`; places in lists are left out."""
    parts = [str(part) for part in path if not str(part).isdigit()]
    place = {"workspaces": 1, "sources": 2, "sinks": 2}.get(parts[0])
    if place and len(parts) > place:
        parts[place] = "NAME"
    if parts[0] == "workspaces" and parts[2:3] == ["write"] and len(parts) > 3:
        parts[3] = "NAME"
    return tuple(parts)


def test_the_minimal_file_loads_and_assigns_everything() -> None:
    config = load(DEPLOY / "leadloom.minimal.toml").workspaces["main"].to_config()
    assert (config.region, config.fallback, [q.members for q in config.queues]) == ("DE", "ann", [("ann", "bob")])


def test_what_is_shown_can_be_loaded_again(tmp_path: Path) -> None:
    shown = to_toml(plain(load(DEPLOY / "leadloom.minimal.toml")))
    path = tmp_path / "leadloom.toml"
    path.write_text(shown)
    assert load(path).model_dump() == load(DEPLOY / "leadloom.minimal.toml").model_dump()


def test_the_line_of_a_key_is_known_wherever_it_stands() -> None:
    text = 'a = """\nx = 1\n"""\n\n[t]  # one\nb = [\n  1,\n  2,\n]\nc.d = 1\n[[t.l]]\ne = 1\n[[t.l]]\n[t.l.m]\nf = { g = 1 }\n'
    assert {path: line for path, line in lines(text).items() if len(path) in (1, 5) or path[-1] in ("d", "e")} == {
        ("a",): 1,
        ("t",): 5,
        ("t", "c", "d"): 10,
        ("t", "l", 0, "e"): 12,
        ("t", "l", 1, "m", "f"): 15,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[workspaces.main.not_enquiry]]\nwhen = { sendr = "a" }\n', "no touch has `sendr`; did you mean `sender`?"),
        ("[[workspaces.main.not_enquiry]]\nshorter_than_s = 5\n", "workspaces.main.not_enquiry.0.when: field required"),
        (
            '[[workspaces.main.not_enquiry]]\nwhen = { channel = "webfrm" }\n',
            "a criterion names 'webfrm', which is no channel; did you mean",
        ),
        (
            '[[workspaces.main.not_enquiry]]\nwhen = { activity = "mail" }\n',
            "asks for the activity `mail`, which there is not; did you mean `email`?",
        ),
        ('[[workspaces.main.rules]]\nwhen = { fom = "a" }\n', "no touch has `fom`; did you mean `form`?"),
        ('[workspaces.main.write.webfrm]\nitems = "only_add"\n', "write names 'webfrm', which is no channel; did you mean `webform`?"),
        ('[workspaces.main]\nchannel_modes = { phone = "simple" }\n', "channel_modes names 'phone', which is no channel"),
        ('[workspaces.main]\noutgoing_creates = ["telephoni"]\n', "did you mean `telephony`?"),
        ('[workspaces.main]\nexclude = ["hello"]\n', "`hello` on the exclusion list is no phone, e-mail or @domain"),
        ('[[workspaces.main.fields]]\nid = "size"\nkind = "choice"\n', "he field `deal.size` has kind `choice` and 0 choices"),
        ('[[workspaces.main.fields]]\nid = "amount"\nkind = "text"\n', "he field `deal.amount` is a standard one of kind `amount`"),
        (
            '[[workspaces.main.pipelines]]\nid = "r"\nkind = "recurring"\n',
            "he default pipeline `r` is recurring and takes up no enquiries (R59)",
        ),
    ],
)
def test_criteria_fields_and_policies_that_cannot_be_meant_are_refused_with_what_was(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert (said in problem, problem.endswith("?.")) == (True, False)


def test_criteria_fields_and_policies_become_configuration(tmp_path: Path) -> None:
    path = tmp_path / "leadloom.toml"
    path.write_text(
        '[[workspaces.main.not_enquiry]]\nname = "jobs"\nwhen = { sender = "*@jobs.example" }\n'
        '[workspaces.main.write."webform/contact"]\nitems = "always_add"\n'
        '[[workspaces.main.fields]]\nid = "amount"\nnames = "Budget"\ncurrency = "EUR"\n'
    )
    made = load(path).workspaces["main"].to_config()
    assert made.not_enquiry == (Criterion(name="jobs", when={"sender": ("*@jobs.example",)}),)
    assert made.write == {"webform/contact": Write(items="always_add")}
    assert made.fields == (Field(id="amount", entity="deal", kind="amount", names=("Budget",), currency="EUR"),)


def test_thresholds_of_matching_are_settings_of_a_workspace_and_enter_through_the_log(leadloom: Leadloom, tmp_path: Path) -> None:
    file = tmp_path / "leadloom.toml"
    file.write_text("[workspaces.main.matching]\nattach = 0.7\nmerge = 0.9\nweights = { city_differs = -1 }\n")
    assert leadloom("config", "check").code == 0
    shown = leadloom("config", "show").out
    assert ("attach = 0.7" in shown, f"review = {Matching().review}" in shown) == (True, True)
    applied = leadloom("config", "apply")
    assert (applied.code, 'matching: {} -> {"attach":0.7,"merge":0.9,"weights":{"city_differs":-1.0}}' in applied.out) == (0, True)
    for wrong, said in (
        ("attach = 0.95", "must be at least `attach`"),
        ("review = 0.9", "review <= attach"),
        ("weights = { city = 1 }", "no weight `city`"),
        ("attach = 60", "matching.attach"),
    ):
        file.write_text(f"[workspaces.main.matching]\n{wrong}\n")
        refused = leadloom("config", "check")
        assert (refused.code, said in refused.err) == (3, True), refused.err
