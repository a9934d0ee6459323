"""The log on Apache Kafka: topics, appending, reading, and which worker has which partition."""

from runtime.kafka.log import KafkaLog
from runtime.kafka.members import Members
from runtime.kafka.topics import Difference, create_topics, diff_topics
from runtime.log import WrongLayout

__all__ = ["Difference", "KafkaLog", "Members", "WrongLayout", "create_topics", "diff_topics"]
