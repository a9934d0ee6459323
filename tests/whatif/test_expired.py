"""Captures are kept for thirty days: what-if says from where on it could run, and never runs over less in silence; on Kafka, too."""

from pathlib import Path

import lmdb
import pytest
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.structs import TopicPartition

from runtime.embedded import EmbeddedLog
from runtime.kafka.log import KafkaLog
from runtime.testing.kafka import KafkaServer
from runtime.whatif.window import Since
from schemas.capture import LIVE
from schemas.errors import Reject
from tests.whatif.past import ANN, BOB, CID, CLASSIC, SIMPLE, Past, config, form

THREE = (config(CLASSIC), form(1, **ANN), form(2, **BOB), form(3, **CID))
SENTENCE = r"The captures up to decision 2 \(2026-03-02 09:03:00 UTC\) are no longer kept, so it can run from the next one on: --since 3\."


def trim(folder: Path, before: int) -> None:
    """What a retention would do to the embedded log, which is closed."""
    with lmdb.open(str(folder / "log" / "p0"), max_dbs=64) as env, env.begin(write=True, db=env.open_db(LIVE.encode())) as txn:
        for offset in range(before):
            txn.delete(offset.to_bytes(8, "big"))


async def expired(folder: Path, before: int) -> Past:
    past = Past(folder)
    await past.live(*THREE)
    await past.log.close()
    trim(folder, before)
    past.log = EmbeddedLog(folder / "log")
    return past


async def test_captures_that_expired_are_told_with_the_decision_from_where_it_can_run(tmp_path: Path) -> None:
    past = await expired(tmp_path, 3)
    for since in (Since(), Since(offset=1), Since(offset=2)):
        with pytest.raises(Reject, match=SENTENCE):
            await past.whatif(SIMPLE, since)
    found = await past.whatif(SIMPLE, Since(offset=3))
    assert (found.captures, found.there.outcomes) == (1, {"deal": 1})
    await past.log.close()


async def test_configuration_that_expired_is_not_missed(tmp_path: Path) -> None:
    past = await expired(tmp_path, 1)
    assert (await past.whatif(SIMPLE)).captures == 3
    await past.log.close()


async def expire(kafka: KafkaServer, topic: str, before: int) -> None:
    """What the broker's retention does in its time."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    try:
        await admin.delete_records({TopicPartition(topic, 1): RecordsToDelete(before_offset=before)})
    finally:
        await admin.close()


@pytest.mark.slow
@pytest.mark.kafka
async def test_on_kafka_it_is_the_same(kafka: KafkaServer, kafka_topics: str, kafka_log: KafkaLog, tmp_path: Path) -> None:
    past = Past(tmp_path, kafka_log, partition=1)
    await past.live(*THREE)
    found = await past.whatif(SIMPLE)
    assert (found.captures, found.recorded.outcomes, found.there.outcomes) == (3, {"lead": 3}, {"deal": 3})
    await expire(kafka, f"{kafka_topics}.{LIVE}.v1", 3)
    with pytest.raises(Reject, match=r"The captures up to decision 2 \(.*\) are no longer kept.*: --since 3\."):
        await past.whatif(SIMPLE)
    assert (await past.whatif(SIMPLE, Since(offset=3))).captures == 1
    await expire(kafka, f"{kafka_topics}.{LIVE}.v1", 4)
    with pytest.raises(Reject, match="there is nothing to decide again"):
        await past.whatif(SIMPLE)
