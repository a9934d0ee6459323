"""A publisher in a process of its own, to be killed: `python -m tests.kafka.publish_process BOOTSTRAP PREFIX PARTITION`."""

import asyncio
import sys

from runtime.kafka import KafkaLog
from runtime.publisher import publish


async def main(bootstrap: str, prefix: str, partition: str) -> None:
    log = await KafkaLog.open(bootstrap, prefix)
    await publish(log, int(partition), asyncio.Event(), batch=7)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
