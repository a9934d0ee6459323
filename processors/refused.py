"""Refused: what a person asked for is not done, and nothing is changed."""


class Refused(Exception):
    """The command changes nothing; the message says why, and what a person can do."""
