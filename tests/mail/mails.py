"""Mails made for tests."""

from email.message import EmailMessage


def mail(n: int, text: str = "Please send me a quote.", **headers: str) -> bytes:
    """An ordinary mail with its own Message-ID; `headers` with underscores for dashes."""
    message = EmailMessage()
    message["From"] = f"Customer {n} <customer{n}@mail.example>"
    message["To"] = "sales-de@acme.example"
    message["Subject"] = f"Question {n}"
    message["Date"] = "Mon, 05 Jan 2026 10:00:00 +0100"
    message["Message-ID"] = f"<{n}@mail.example>"
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()
