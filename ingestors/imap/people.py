"""Who a mail is from and which of our addresses it came to; colleagues, form mailers and our own sent mail are not the customer."""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import NamedTuple

from ingestors import hints
from ingestors.imap.headers import Headers, addresses, first
from schemas.touch import Direction

_FREE_MAIL = """
gmail.com googlemail.com mail.ru bk.ru list.ru inbox.ru internet.ru yandex.ru ya.ru rambler.ru outlook.com hotmail.com live.com msn.com
yahoo.com icloud.com me.com aol.com gmx.de gmx.net web.de t-online.de wp.pl o2.pl interia.pl onet.pl ukr.net i.ua meta.ua proton.me
protonmail.com
"""
_FREE = frozenset(_FREE_MAIL.split())
"""Domains that say nothing of whose colleague an address is."""

_SEPARATORS = re.compile(r"[-_.+]")

Address = tuple[str, str]
"""(name, address); the name may be empty, the address is as written."""

NOBODY: Address = ("", "")
_NOBODYS: frozenset[str] = frozenset()


class People(NamedTuple):
    """The people in a mail's headers. `alias` is the address of ours that it came to, in lower case; empty when nobody can tell."""

    author: Address
    reply_to: Address
    recipients: tuple[Address, ...]
    alias: str
    ours: frozenset[str]

    def is_ours(self, address: str) -> bool:
        """Whether an address is one of ours: named in the settings, or at a domain (no free-mail one) of an address that is."""
        if not self.ours:
            return False
        address = address.lower()
        return address in self.ours or address.rpartition("@")[2] in self.ours

    def sender(self) -> tuple[Address, Direction]:
        """The customer in the headers: who is to be answered, or who we wrote to."""
        if not self.is_ours(self.author[1]):
            if self.reply_to[1] and self.reply_to[1].lower() != self.author[1].lower() and not self.is_ours(self.reply_to[1]):
                return (self.reply_to[0] or self.author[0], self.reply_to[1]), "in"
            return self.author, "in"
        if self.reply_to[1] and not self.is_ours(self.reply_to[1]):
            return self.reply_to, "in"
        outside = next((found for found in self.recipients if not self.is_ours(found[1])), None)
        return (outside, "out") if outside else (self.author, "in")


def read(headers: Headers, charset: str, own: Collection[str]) -> People:
    """The people in the headers; `own` are our addresses in lower case, as far as the source knows them."""
    author = _one(headers, ("from", "sender"), charset)
    recipients = [found for name in ("to", "cc") if name in headers for value in headers[name][:5] for found in addresses(value, charset)]
    ours = frozenset([*own, *[domain for address in own if (domain := address.rpartition("@")[2]) not in _FREE]]) if own else _NOBODYS
    alias = next((a.lower() for _, a in recipients if a.lower() in own), "") if own else ""
    if not alias:
        delivered = _one(headers, ("delivered-to", "x-original-to", "envelope-to"), charset)[1].lower()
        known = author[1].lower() in ours or author[1].lower().rpartition("@")[2] in ours
        alias = delivered or ("" if known or not recipients else recipients[0][1].lower())
    return People(author, _one(headers, ("reply-to",), charset), tuple(recipients), alias, ours)


def _one(headers: Headers, names: tuple[str, ...], charset: str) -> Address:
    for name in names:
        if name in headers and (found := addresses(first(headers, name), charset)):
            return found[0]
    return NOBODY


@lru_cache(maxsize=1024)
def regions(alias: str, configured: str, domain: str) -> tuple[str, ...]:
    """Where the phones in the mail may be from, best evidence first: the alias (`sales-de@`), the source's setting, then the national domains
    of the alias and of the sender."""
    return hints.regions(_of_alias(alias), hints.of_country(configured), _national(alias.rpartition("@")[2]), _national(domain))


def _of_alias(alias: str) -> tuple[str, ...]:
    first, *words = _SEPARATORS.split(alias.partition("@")[0])
    return next((found for word in (*reversed(words), first) if words and (found := hints.of_country(word))), ())


def _national(domain: str) -> tuple[str, ...]:
    return hints.of_page(f"//{domain}/") if domain else ()
