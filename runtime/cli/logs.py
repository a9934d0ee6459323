"""Logs of a running process: key=value lines on stderr, quiet in normal operation, never with personal data."""

import logging
import sys


def quiet(level: int = logging.INFO) -> None:
    """Our own events from `level` on; of libraries only what somebody must look at."""
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="level=error logger=%(name)s event=%(message)r", force=True)
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # each of its troubles reaches us as an exception, and is said by us
    events_on_stderr(level)


def events_on_stderr(level: int) -> None:
    """Our own events from `level` on, never on stdout: that is for data."""
    import structlog

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"], drop_missing=True),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
