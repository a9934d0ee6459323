"""A real Dovecot for tests: found or installed, started, killed and started again, with a mailbox for each who asks."""

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from runtime.testing.servers import Missing, answers, debian, end, free_port, until

_CONFIG = """
base_dir = {folder}/run
log_path = {folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%u
mailbox_list_index = no
first_valid_uid = 1
first_valid_gid = 0
auth_failure_delay = 0
{accounts}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%u
}}
"""


class Dovecot:
    """One server on a loopback port; every user name exists, with one password and an empty mailbox. Also a context manager.

    Order: `imap://user:password@host:port` in LEADLOOM_TEST_IMAP (a server that somebody else runs: one user, and it cannot be stopped
    from here) -> a program on the machine -> Debian's package.
    """

    host = "127.0.0.1"

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._foreign = os.environ.get("LEADLOOM_TEST_IMAP")
        self._user: str | None = None
        self.password = "secret"
        self.port = 0

    def start(self) -> "Dovecot":
        """Start it and wait until it answers; again after `stop` or `kill`, on the same port with the same mail. Raises Missing."""
        if self._foreign:
            where = urlsplit(self._foreign)
            self.host, self.port = where.hostname or self.host, where.port or 143
            self._user, self.password = unquote(where.username or ""), unquote(where.password or "")
            return self
        program = debian("dovecot-imapd", "dovecot", "/usr/sbin")
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="leadloom-dovecot-"))
            self.port = free_port()
            self._write()
        command = [program, "-F", "-c", str(self._folder / "dovecot.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            until(lambda: answers(self.port), "Dovecot")
        except TimeoutError:
            log = self._folder / "dovecot.log"
            said = log.read_text(errors="replace")[-300:] if log.exists() else "it wrote no log"
            self.kill()
            raise Missing(f"Dovecot did not start: {said}") from None
        return self

    def _write(self) -> None:
        """The configuration and the mail folder, which belongs to whom mail is read as: nobody for root, else ourselves."""
        assert self._folder is not None
        self._folder.chmod(0o755)
        mail = self._folder / "mail"
        mail.mkdir()
        if os.geteuid() == 0:
            user, group, accounts = "nobody", "nogroup", ""
            shutil.chown(mail, user, group)
        else:
            user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
            accounts = f"default_login_user = {user}\ndefault_internal_user = {user}\ndefault_internal_group = {group}"
        config = _CONFIG.format(folder=self._folder, port=self.port, password=self.password, uid=user, gid=group, accounts=accounts)
        (self._folder / "dovecot.conf").write_text(config)

    def stop(self) -> None:
        """End it as an operator does: it says BYE to whoever is connected."""
        if self._process is not None:
            end(self._process)
            self._process = None

    def kill(self) -> None:
        """Kill it and all of its processes, without a word to anybody."""
        if self._process is None:
            raise Missing("A server that somebody else runs cannot be killed: unset LEADLOOM_TEST_IMAP.")
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        if self._folder is not None:
            (self._folder / "run" / "master.pid").unlink(missing_ok=True)

    def close(self) -> None:
        """Stop it and remove its folder."""
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "Dovecot":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def user(self, wanted: str) -> str:
        """The user name to log in with."""
        return self._user or wanted

    @contextlib.contextmanager
    def login(self, user: str) -> Iterator[imaplib.IMAP4]:
        """Another client of the same mailbox, by the standard library."""
        client = imaplib.IMAP4(self.host, self.port, timeout=10)
        try:
            client.login(self.user(user), self.password)
            yield client
        finally:
            with contextlib.suppress(imaplib.IMAP4.error, OSError):
                client.logout()

    def deliver(self, user: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Append mails to a folder, in order."""
        with self.login(user) as client:
            for mail in mails:
                _ok(client.append(folder, "", "", mail))

    def make(self, user: str, folder: str) -> None:
        """A new folder; deleted and made again, it has another UIDVALIDITY and its UIDs start anew."""
        with self.login(user) as client:
            _ok(client.create(folder))

    def remake(self, user: str, folder: str) -> None:
        """Delete a folder (not INBOX) with all its mail, and make it again."""
        with self.login(user) as client:
            _ok(client.delete(folder))
            _ok(client.create(folder))

    def expunge(self, user: str, *uids: int, folder: str = "INBOX") -> None:
        """Remove mails as another client would."""
        with self.login(user) as client:
            _ok(client.select(folder))
            _ok(client.uid("STORE", ",".join(map(str, uids)), "+FLAGS", r"(\Deleted)"))
            _ok(client.expunge())

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """The flags of every mail of a folder, as the server says them."""
        with self.login(user) as client:
            _ok(client.select(folder, readonly=True))
            _, data = client.fetch("1:*", "(FLAGS)")
            return [line.decode() for line in data if isinstance(line, bytes)]


def _ok(answer: tuple[str, object]) -> None:
    if answer[0] != "OK":
        raise RuntimeError(f"Dovecot said {answer}")
