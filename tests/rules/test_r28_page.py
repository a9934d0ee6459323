"""R28: a page's address tells the campaign that brought its visitor, where the form does not."""

import pytest

from ingestors.campaign import of_page
from ingestors.webform.reader import parse
from schemas.capture import Capture

PAGE = "https://shop.example/roofs?utm_source=ads&utm_campaign=spring+sale&gclid=G1&utm_source=other&x=1#top"


@pytest.mark.parametrize(
    ("page", "tags"),
    [
        (PAGE, {"utm_source": "ads", "utm_campaign": "spring sale", "gclid": "G1"}),
        ("https://shop.example/utm_source/", {}),
        ("https://shop.example/?utm_source=&fbclid=F", {"fbclid": "F"}),
        ("https://[shop?utm_source=x", {}),
        (None, {}),
    ],
)
def test_r28_tags_are_read_from_the_pages_address(page: str | None, tags: dict[str, str]) -> None:
    assert of_page(page) == tags


@pytest.mark.parametrize(("body", "source"), [(b"name=Anna", "ads"), (b"name=Anna&utm_source=mail", "mail")])
def test_r28_what_the_form_says_goes_first(body: bytes, source: str) -> None:
    meta = {"referrer": PAGE}
    capture = Capture(
        id="c", workspace="main", channel="webform", source="s", body=body, content_type="application/x-www-form-urlencoded", meta=meta
    )
    [touch] = parse(capture)
    assert touch.attribution.utm_source == source
