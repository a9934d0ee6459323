"""Given names: which person's name a word may stand for, by nickname, language and spelling; a table of common facts, our own compilation."""

from collections import defaultdict

from processors.normalise.fold import fold
from processors.normalise.given_names import NAMES, PLAIN

_NOBODY: frozenset[str] = frozenset()


def _read() -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]], frozenset[str]]:
    """(word -> the names it may stand for, name -> all its words, words that are only ever short for a name)."""
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    words: dict[str, tuple[str, ...]] = {}
    full: set[str] = set()
    for row in filter(None, NAMES.replace("\n  ", " ").splitlines()):
        formal, _, short = row.partition("|")
        forms = [*dict.fromkeys(map(fold, formal.split()))]
        everything = [*dict.fromkeys([*forms, *map(fold, short.split())])]
        full.update(forms)
        words[forms[0]] = (*words.get(forms[0], ()), *everything)
        for word in everything:
            meanings[word].add(forms[0])
    for word in map(fold, PLAIN.split()):
        full.add(word)
        if word not in meanings:
            meanings[word].add(word)
    return {word: frozenset(names) for word, names in meanings.items()}, words, frozenset(meanings) - full


_MEANINGS, _WORDS, NICKNAMES = _read()


def meanings(word: str) -> frozenset[str]:
    """The names that a folded word may stand for: `saša` for `aleksandr` and `aleksandra`; empty for a word that is no known given name.

    Ukrainians write h for г, so Heorhii is found as Георгій.
    """
    found = _MEANINGS.get(word)
    if found is None:
        return _MEANINGS.get(word.replace("h", "g"), _NOBODY) if "h" in word else _NOBODY
    return found


def spellings(name: str) -> tuple[str, ...]:
    """Every folded word that may stand for a name, as `meanings` gives it."""
    return _WORDS.get(name, (name,))
