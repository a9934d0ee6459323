"""The garbage collector of a process that decides: most of what it makes is gone by itself, and what it began with stays."""

import gc


def settle() -> None:
    """Leave alone what there is so far, and look for garbage seldom: a decision makes thousands of objects, hardly one of them in a circle."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
