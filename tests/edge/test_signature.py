"""Standard Webhooks, checked against the package of its authors."""

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr, ValidationError
from standardwebhooks import Webhook

from ingestors.base import Refused, Request
from ingestors.telephony import standardwebhooks
from ingestors.telephony.channel import TelephonySettings
from tests.edge.doors import NEXT_SECRET, SECRET

NOW_S = 1_772_439_300
BODY = '{"call_id":"c-1","event":"missed","caller_name":"Ülrich"}'
BOTH = (SecretStr(SECRET), SecretStr(NEXT_SECRET))


def genuine(signature: str, *, body: str = BODY, at: int = NOW_S, message: str = "msg_1", secrets: tuple[SecretStr, ...] = BOTH) -> bool:
    """Whether a request with these headers is admitted at NOW_S."""
    headers = {"webhook-id": message, "webhook-timestamp": str(at), "webhook-signature": signature}
    try:
        standardwebhooks.verify(Request("POST", "https://x", "", headers, body.encode()), secrets, NOW_S)
    except Refused:
        return False
    return True


def by_the_package(secret: str = SECRET, *, body: str = BODY, at: int = NOW_S, message: str = "msg_1") -> str:
    signature: str = Webhook(secret).sign(message, datetime.fromtimestamp(at, tz=UTC), body)
    return signature


@pytest.mark.parametrize("secret", [SECRET, NEXT_SECRET])
def test_what_the_package_signs_is_genuine_under_both_secrets(secret: str) -> None:
    assert genuine(by_the_package(secret))


def test_one_good_signature_among_several_is_enough() -> None:
    assert genuine(f"v1a,zzz v1,AAAA {by_the_package()}")


@pytest.mark.parametrize(("away_s", "expected"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_f8_f16_five_minutes_either_way_and_no_more(away_s: int, expected: bool) -> None:
    at = NOW_S + away_s
    assert genuine(by_the_package(at=at), at=at) is expected


def test_another_body_id_time_or_secret_is_not_genuine() -> None:
    assert not genuine(by_the_package(), body=BODY + " ")
    assert not genuine(by_the_package(), message="msg_2")
    assert not genuine(by_the_package(), at=NOW_S + 1)
    assert not genuine(by_the_package(), secrets=(SecretStr(NEXT_SECRET),))
    assert not genuine(by_the_package(), secrets=())


def test_a_secret_is_base64_and_there_are_at_most_two() -> None:
    for wrong in (("whsec_",), ("",), ("whsec_!!!",), (SECRET,) * 3):
        with pytest.raises(ValidationError):
            TelephonySettings.model_validate({"secrets": wrong})
