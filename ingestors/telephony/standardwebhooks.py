"""The signature of Standard Webhooks: HMAC-SHA256 over id, timestamp and the raw body, within five minutes, with one of up to two secrets."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

from pydantic import SecretStr

from ingestors.answers import refuse
from ingestors.base import Request

TOLERANCE_S = 300
_SIGNATURES = 10


def key_of(secret: SecretStr) -> bytes:
    """The bytes of a secret as written by vendors: base64, with or without `whsec_`; raises ValueError for anything else, and for nothing."""
    written = secret.get_secret_value().removeprefix("whsec_")
    try:
        key = base64.b64decode(written + "=" * (-len(written) % 4), validate=True)
    except binascii.Error:
        raise ValueError("A webhook secret is base64, usually written whsec_...") from None
    if not key:
        raise ValueError("A webhook secret may not be empty.")
    return key


def verify(request: Request, secrets: Sequence[SecretStr], now_s: float) -> None:
    """Raises Refused (401) unless one of the secrets signed these very bytes within five minutes of now, past or future (F8, F16).

    Fails closed where no secret is set. The answer is the same whatever was wrong, and the comparison takes the same time.
    """
    headers = request.headers
    message, moment, given = (headers.get(f"webhook-{part}", "") for part in ("id", "timestamp", "signature"))
    genuine = bool(message) and moment.isascii() and moment.isdecimal() and len(moment) <= 12 and abs(now_s - int(moment)) <= TOLERANCE_S
    signed = b"%s.%s.%s" % (message.encode("utf-8", "surrogatepass"), moment.encode("utf-8", "surrogatepass"), request.body)
    offered = [part[3:].encode("utf-8", "surrogatepass") for part in given.split(" ", _SIGNATURES)[:_SIGNATURES] if part.startswith("v1,")]
    matched = False
    for secret in secrets:
        expected = base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256))
        for signature in offered:
            matched |= hmac.compare_digest(expected, signature)
    if not (genuine and matched):
        raise refuse(401, "The signature is missing, too old or wrong: sign the raw body with the source's secret (Standard Webhooks).")
