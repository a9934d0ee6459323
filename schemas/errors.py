"""What can go wrong, named by how the host reacts.

Reject - it can never succeed: dead-letter it with its original bytes.
Retry  - the world is briefly unwell: keep the offset, back off, try again.
Ignore - nothing to do, on purpose: count it and move on.
anything else raised by pure code is a bug: dead-letter it as one, and stop the worker when most captures fail.

Pure code raises Reject and Ignore; only shells raise Retry. Every message is a sentence that a person can act on and
holds no personal data.
"""


class Reject(Exception):
    """It can never succeed; the capture becomes a dead letter that keeps the original bytes.

    `key`: what the same is known by when it comes again and still cannot be read (R20): a duplicate, and no other dead letter.
    """

    def __init__(self, message: str, *, key: str | None = None) -> None:
        super().__init__(message)
        self.key = key


class Ignore(Exception):
    """Nothing to do, on purpose; the capture is decided with outcome `ignored` and this reason."""


class Retry(Exception):
    """The world is briefly unwell (broker, disk, database); nothing moved, try again after `after_s` seconds."""

    def __init__(self, message: str, *, after_s: float = 1.0) -> None:
        super().__init__(message)
        self.after_s = after_s


class Hole(Exception):
    """A reader's next offset is not there (trimmed, or a gap): it must fold again from a mark or the start."""

    def __init__(self, topic: str, partition: int, expected: int, found: int) -> None:
        super().__init__(f"{topic}/{partition}: expected offset {expected}, the log goes on at {found}; fold again")
        self.expected, self.found = expected, found
