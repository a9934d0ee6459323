"""How an embedded log is laid out, written down when it is made: reading it otherwise would find nothing, or the wrong thing."""

import os
from pathlib import Path

import msgspec

from runtime.log import WrongLayout

FORMAT = 1
_NAME = "layout.json"


class Layout(msgspec.Struct, frozen=True):
    """The format of the folder, and the number of its partitions."""

    format: int
    partitions: int


def found(path: Path) -> Layout | None:
    """The layout of the log in the folder; None where there is none. Raises WrongLayout for one of a newer release."""
    try:
        raw = (path / _NAME).read_bytes()
    except FileNotFoundError:
        partitions = len(list(path.glob("p*")))
        return Layout(FORMAT, partitions) if partitions else None
    try:
        layout = msgspec.json.decode(raw, type=Layout)
    except msgspec.DecodeError:
        raise WrongLayout(f"{path / _NAME} cannot be read: bring it back from a backup.") from None
    if layout.format > FORMAT:
        raise WrongLayout(f"The data in {path} has format {layout.format}, which this release cannot read: update leadloom.")
    return layout


def settle(path: Path, partitions: int) -> None:
    """Write the layout down where there is none yet; raises WrongLayout where there is another.

    Before the first partition is made, so that one that was killed while making them knows what it was about.
    """
    there = found(path)
    if there is not None and there.partitions != partitions:
        raise WrongLayout(
            f"The data in {path} has {there.partitions} partition(s), the settings ask for {partitions}: set [log] partitions = "
            f"{there.partitions}, or name another folder with --data. Workspaces would move away from what is known of them."
        )
    if (path / _NAME).exists():
        return
    path.mkdir(parents=True, exist_ok=True)
    fresh = path / f"{_NAME}.{os.getpid()}"
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(Layout(FORMAT, partitions)))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path / _NAME)
