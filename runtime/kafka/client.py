"""How every talk with Kafka is bounded, and how its troubles become ours."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiokafka.errors import KafkaConnectionError, KafkaError, KafkaTimeoutError, NodeNotReadyError, UnknownTopicOrPartitionError

from schemas.errors import Retry

TALK_S = 5.0
"""How long one question to the broker may take, in seconds, before it counts as unwell."""


def unreachable(bootstrap: str) -> Retry:
    """The one sentence for a broker that is not there."""
    return Retry(f"Kafka at {bootstrap} does not answer: is it running, is the address right?")


@contextlib.asynccontextmanager
async def bounded(bootstrap: str, doing: str, seconds: float = TALK_S) -> AsyncIterator[None]:
    """Run the block within `seconds`; what the broker or the network does wrong becomes Retry."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except (KafkaConnectionError, NodeNotReadyError, OSError):  # TimeoutError is an OSError
        raise unreachable(bootstrap) from None
    except UnknownTopicOrPartitionError:
        raise Retry(f"Kafka at {bootstrap} has no such topic or partition ({doing}): run `leadloom topics diff`.") from None
    except KafkaTimeoutError:
        raise Retry(f"Kafka at {bootstrap} answers too slowly ({doing}).") from None
    except KafkaError as error:
        raise Retry(f"Kafka at {bootstrap} refuses ({doing}): {type(error).__name__}.") from error
