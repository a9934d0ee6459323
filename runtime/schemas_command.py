"""`python -m runtime.schemas_command`: writes the generated documents below schemas/; with --release also freezes them as the released ones."""

import json
import sys
from pathlib import Path

from schemas.compat import incompatibilities
from schemas.crm import PUBLIC
from schemas.generate import documents, file_name, schema

FOLDER = Path(__file__).parents[1] / "schemas"
COMMAND = "python -m runtime.schemas_command"


def released(folder: Path = FOLDER) -> dict[str, object]:
    """The released schema of each record that has been released, by the record's name."""
    paths = {record: folder / "json" / "released" / file_name(record) for record in PUBLIC}
    return {record: json.loads(path.read_bytes()) for record, path in paths.items() if path.exists()}


def broken(folder: Path = FOLDER) -> list[str]:
    """What breaks the promise to those who rely on the released schemas, a line each."""
    found = []
    for record, before in released(folder).items():
        assert isinstance(before, dict)
        found += [f"{record} {problem}" for problem in incompatibilities(before, schema(record))]
    return found


def write(folder: Path = FOLDER, *, release: bool = False) -> list[Path]:
    """Write what differs from the files; the files written."""
    wanted = {folder / name: text for name, text in documents().items()}
    if release:
        wanted |= {folder / "json" / "released" / Path(name).name: text for name, text in documents().items() if name.startswith("json/")}
    written = []
    for path, text in wanted.items():
        if not path.exists() or path.read_bytes() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            written.append(path)
    return written


def main(arguments: list[str]) -> int:
    """The exit code: 1 where a schema breaks the released one, 2 for arguments that are none."""
    if set(arguments) - {"--release"}:
        print(f"usage: {COMMAND} [--release]", file=sys.stderr)
        return 2
    if problems := broken():
        print("\n".join((*problems, "Nothing was written: make the change an addition, or a new major version.")), file=sys.stderr)
        return 1
    for path in write(release="--release" in arguments):
        print(path.relative_to(FOLDER.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
