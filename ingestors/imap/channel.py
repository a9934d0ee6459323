"""The e-mail channel: mailboxes are asked for new mail, each message is captured whole, and one touch is read from it."""

from ingestors.base import Poll
from ingestors.imap.check import check
from ingestors.imap.mailbox import ImapSettings, poll
from ingestors.imap.reader import parse

CHANNEL = Poll(name="imap", settings=ImapSettings, poll=poll, parse=parse, needs=("aioimaplib",), check=check)
