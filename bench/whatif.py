"""A month of a busy workspace decided again by other rules: forms, calls, chats, Telegram and mails, recorded by the real step, then what-if."""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from bench.leadbench import TEAM, configuration
from bench.report import at_most, figure, finish
from bench.stream import captures
from processors.decisionlog import TOPIC, DecisionLog
from processors.step import Step
from runtime.discover import readers
from runtime.embedded import EmbeddedLog
from runtime.store import LmdbStore
from schemas.capture import LIVE, encode, read

OTHER = """
data = "{folder}"
[workspaces.main]
mode = "simple"
responsibles = [{people}]
queues = [{{id = "sales", members = [{members}]}}]
"""
"""The rules to try: those of the recorded month, in the other mode."""

CAPTURES, CHUNK = 300_000, 2000
BAR_S = 120
BEGIN, MONTH_S = 1_772_323_200, 30 * 86_400
CHANNELS = ("form",) * 8 + ("call",) * 6 + ("email",) * 3 + ("chat",) * 2 + ("telegram",)
NEW, RECENT = 0.55, 5000
"""How many captures are of somebody new; the others are of one of the last so many people."""

AT_PROVIDERS = 0.85
"""How many people have a mailbox at a provider for everybody, as in the stream of the demonstration; the others are of firms of about four."""

_PROVIDERS = ("gmail.com", "gmx.de", "web.de", "outlook.com", "t-online.de", "icloud.com", "yahoo.com", "freenet.de", "mail.ru", "wp.pl")
_SYLLABLES = ("ma", "ri", "no", "ta", "sel", "bor", "vin", "ka", "le", "dro", "pe", "shu", "gan", "ti", "ro", "del")
_GIVEN = ("Anna", "Boris", "Clara", "David", "Elena", "Felix", "Greta", "Henry", "Irina", "Jonas", "Karin", "Leon", "Maria", "Nikita")


def events(count: int) -> Iterator[dict[str, Any]]:
    """So many events over a month, each time the same."""
    chance, people = random.Random(5), 0
    for n in range(count):
        new = people == 0 or chance.random() < NEW
        person = people if new else people - 1 - chance.randrange(min(people, RECENT))
        people += new
        channel = chance.choice(CHANNELS)
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(BEGIN + n * MONTH_S // count))
        yield {"event_id": f"{n:032x}", "occurred_at": moment, "channel": channel, "payload": _payload(channel, person, n, chance)}


def _payload(channel: str, person: int, n: int, chance: random.Random) -> dict[str, Any]:
    family = "".join(_SYLLABLES[person >> shift & 15] for shift in (0, 4, 8, 12)).capitalize()
    given, phone = _GIVEN[person * 7 % len(_GIVEN)], f"+4930{person:08d}"
    name, mail = f"{given} {family}", f"{given}.{family}{person}@{_host(person)}".lower()
    match channel:
        case "form":
            said = {"name": name, "phone": phone if n % 3 else None, "email": mail, "message": f"An offer for {n}, please.", "lang": "de"}
            return {**said, "page": "https://acme.example/de/", "utm": {"source": "google", "campaign": f"c{n % 9}"}}
        case "call":
            answered = chance.random() < 0.7
            times = {"duration_s": 30 + n % 300 if answered else 0, "status": "answered" if answered else "missed"}
            return {"caller": phone, "caller_name": None, "called": "+493023125555", "direction": "in", **times}
        case "email":
            body = f"Hello,\n\nwe need an offer ({n}).\n\n{name}\nPhone: {phone}\n"
            return {"from_name": name, "from_address": mail, "to": "sales@acme.example", "subject": f"Enquiry {n}", "body": body}
        case "chat":
            texts = [{"from": "visitor", "text": f"Question {n}"}, {"from": "visitor", "text": f"Write to {mail}"}]
            return {"visitor_id": f"v{person}", "nickname": given, "lang": "en", "page": "https://acme.example/", "messages": texts}
        case _:
            who = {"user_id": 10_000 + person, "username": None, "first_name": given, "last_name": family, "language_code": "en"}
            return {**who, "bot": "acme_de_bot", "text": f"Hello {n}", "phone": phone}


def _host(person: int) -> str:
    """Where the person's mailbox is."""
    if person * 0.6180339887 % 1 < AT_PROVIDERS:
        return _PROVIDERS[person % len(_PROVIDERS)]
    return f"firm{person // 25}.example"


async def record(data: Path, count: int) -> None:
    """Decide every event by the real step, into the log and the state as `up` keeps them."""
    now = [float(BEGIN)]
    log, decide, waiting = EmbeddedLog(data / "log", clock=lambda: now[0]), Step(readers()), events(count)
    await log.append(LIVE, 0, [encode(configuration("classic"))])
    with closing(LmdbStore(data / "state" / "decide-0.0")) as store:
        decisions, offset, done = DecisionLog(store), 0, 0
        while True:
            appended = [read(LIVE, 0, entry) for entry in await log.read(LIVE, 0, offset, limit=CHUNK)]
            while appended:
                draft = decisions.draft(appended, decide)
                assert decisions.landed(draft, await log.append(TOPIC, 0, draft.records))
                offset, appended = offset + len(draft.records), appended[len(draft.records) :]
            if not (chunk := list(captures(list(islice(waiting, CHUNK))))):
                break
            now[0], done = chunk[-1][1], done + len(chunk)
            await log.append(LIVE, 0, [encode(capture) for _, _, capture in chunk])
            if done % 50_000 < CHUNK:
                print(f"{done} of {count} recorded", file=sys.stderr, flush=True)
    await log.close()


def try_over(folder: Path) -> tuple[int, int, float]:
    """(captures, touches that differ, seconds) of `leadloom whatif` over the whole log, as it is called."""
    (folder / "other.toml").write_text(OTHER.format(folder=folder, members=", ".join(f'"{name}"' for name in TEAM), people=_people()))
    command = [sys.executable, "-m", "runtime.cli", "whatif", "--config", str(folder / "other.toml"), "--json"]
    began = time.perf_counter()
    with (folder / "found.json").open("wb") as out:
        subprocess.run(command, stdout=out, check=True)
    took = time.perf_counter() - began
    [found] = orjson.loads((folder / "found.json").read_bytes())
    return found["captures"], len(found["touched"]), took


def _people() -> str:
    return ", ".join(f'{{id = "{name}"}}' for name in TEAM)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--captures", type=int, default=CAPTURES, help="how many captures the month has")
    parser.add_argument("--json", action="store_true", help="print one JSON object as the last line")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-whatif-") as folder:
        began = time.perf_counter()
        asyncio.run(record(Path(folder), asked.captures))
        recorded = time.perf_counter() - began
        count, differ, took = try_over(Path(folder))
    results = [
        at_most(f"{count:,} captures decided again", took, "s", BAR_S * count / CAPTURES),
        figure("microseconds a capture", took / count * 1e6, "us"),
        figure("touches that differ", differ, "touches"),
        figure("recording them, by the real step", recorded, "s"),
    ]
    return finish("whatif", results, asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
