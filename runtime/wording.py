"""Numbers and sentences as parts of what is said to people."""


def counted(number: int, one: str, more: str = "") -> str:
    """How many, as people say it: `1 touch`, `2 touches`. `more`: by default `one` with an s."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def clause(sentence: str) -> str:
    """A sentence as the part of another one: `A person said so.` is `a person said so`; capitals and numbers stay."""
    bare = sentence.rstrip(".")
    return bare[:1].lower() + bare[1:] if bare[1:2] == " " or bare[1:2].islower() else bare
