"""What is counted: one registry a process, served at /metrics; labels hold channels and outcomes, never personal data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest

disable_created_metrics()  # type: ignore[no-untyped-call]  # their birth times double the page and help nobody

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The counters of a process; every role counts its own, and what a role does not do stays at nothing."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "leadloom_requests", "Requests by channel and status class.", ("channel", "status"), registry=self.registry
        )
        self._appended = Counter(
            "leadloom_captures_appended", "Captures appended durably, by channel.", ("channel",), registry=self.registry
        )
        self._refused = Counter(
            "leadloom_refused", "Requests refused, by channel and status.", ("channel", "status"), registry=self.registry
        )
        self._touches = Counter(
            "leadloom_touches", "Touches decided, by channel and outcome.", ("channel", "outcome"), registry=self.registry
        )
        self.append_seconds = Histogram(
            "leadloom_append_seconds", "From asking the log to its answer.", registry=self.registry, buckets=_SECONDS
        )
        self.in_flight = Gauge("leadloom_requests_in_flight", "Requests under way.", registry=self.registry)
        self._behind = Gauge(
            "leadloom_sink_behind_decisions",
            "Decisions that a sink has still to get, by sink and partition.",
            ("sink", "partition"),
            registry=self.registry,
        )
        self._children: dict[tuple[str, str, str], Counter] = {}

    def answered(self, channel: str, status: int) -> None:
        """A request was answered."""
        self._child("requests", self._requests, channel, f"{status // 100}xx").inc()
        if status >= 400:
            self._child("refused", self._refused, channel, str(status)).inc()

    def appended(self, channel: str, seconds: float) -> None:
        """A capture is durable; `seconds` is how long the log took."""
        if (child := self._children.get(("appended", channel, ""))) is None:
            child = self._children["appended", channel, ""] = self._appended.labels(channel)
        child.inc()
        self.append_seconds.observe(seconds)

    def decided(self, channel: str, outcome: str) -> None:
        """A touch became something (I5: these add up to the decisions' entries)."""
        self._child("touches", self._touches, channel, outcome).inc()

    @contextmanager
    def delivering(self, sink: str, partition: int) -> Iterator[Callable[[int], None]]:
        """A function to call with the number of decisions that the sink has still to get; what was told is gone with the block, as another
        process may deliver the partition then."""
        told = False

        def behind(decisions: int) -> None:
            nonlocal told
            told = True
            self._behind.labels(sink, str(partition)).set(decisions)

        try:
            yield behind
        finally:
            if told:
                self._behind.remove(sink, str(partition))

    def page(self) -> bytes:
        """The text that Prometheus reads."""
        return generate_latest(self.registry)

    def _child(self, name: str, counter: Counter, first: str, second: str) -> Counter:
        """The counter for these labels, kept: looking it up in the registry costs more than counting."""
        if (child := self._children.get((name, first, second))) is None:
            child = self._children[name, first, second] = counter.labels(first, second)
        return child
