"""The campaign that brought a visitor, as the address of the page tells it (R28)."""

from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from ingestors import text

TAGS: Final = frozenset(("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "yclid", "fbclid"))


def of_page(page: str | None) -> dict[str, str]:
    """The tags in a page's address, for where neither the form nor the chat says any by itself."""
    return {} if page is None or ("utm_" not in page and "clid=" not in page) else dict(_read(page[:2048]))


@lru_cache(maxsize=1024)
def _read(page: str) -> tuple[tuple[str, str], ...]:
    try:
        pairs = parse_qsl(urlsplit(page).query, max_num_fields=64)
    except ValueError:
        return ()
    found = [(name, value) for name, said in pairs if name in TAGS and (value := text.clean(said, 512))]
    return tuple(dict(reversed(found)).items())  # the first of two
