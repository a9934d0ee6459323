"""The hosted page: the form, the form with its errors, and the thank-you page; works without JavaScript."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ingestors.answers import HTML
from ingestors.base import Answer, Request
from ingestors.webform.labels import LANGUAGES, WORDS, Fault
from ingestors.webform.reader import KNOWN, Submission
from ingestors.webform.settings import FieldSettings, WebformSettings

_CARRIED: Final = (
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "gclid", "yclid", "fbclid", "_next", "_locale", "_test", "promo",
)  # fmt: skip
"""What a link to the page may carry into the post."""
_AUTOCOMPLETE: Final = {
    "name": "name", "given": "given-name", "family": "family-name", "phone": "tel", "email": "email", "company": "organization",
    "city": "address-level2", "country": "country", "position": "organization-title",
}  # fmt: skip
_TYPES: Final = {"email": "email", "phone": "tel", "checkbox": "checkbox"}


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def language_of(request: Request, settings: WebformSettings, locale: str | None) -> str:
    """The page's language: the form's, the link's, the browser's first that we speak, else the source's."""
    asked = locale or dict(_query(request)).get("_locale", "")
    for tag in (asked, *request.headers.get("accept-language", "")[:256].split(",")):
        if (language := tag.strip()[:2].lower()) in LANGUAGES:
            return language
    return settings.language if settings.language in LANGUAGES else "en"


def render(request: Request, settings: WebformSettings, source: str) -> Answer:
    """GET: the empty form, or after a post the thank-you page."""
    if "thanks" in dict(_query(request)):
        return _thanks_page(request, settings)
    return form_page(request, settings, None, ())


def form_page(request: Request, settings: WebformSettings, form: Submission | None, faults: tuple[Fault, ...]) -> Answer:
    """The form; with faults it comes back as 422, as it was filled, each message beside its field. `_id` is new for every fresh form."""
    language = language_of(request, settings, form.known.get("locale") if form else None)
    messages: dict[str, str] = {}
    for fault in faults:
        messages.setdefault(fault.field, fault.message(language))
    carried = dict.fromkeys(_CARRIED) | (
        _sent(form) if form else {name: value[:512] for name, value in _query(request) if name in _CARRIED}
    )
    page = (
        _templates()
        .get_template("form.html")
        .render(
            words=WORDS[language],
            language=language,
            title=settings.title or WORDS[language]["greeting"],
            action=urlsplit(request.url).path,
            nonce=request.nonce,
            client_key=(form.known.get("client_key") if form else None) or request.nonce,
            fields=[_field(declared, WORDS[language], form, messages, settings.require_contact) for declared in settings.fields],
            consent=settings.consent,
            consented=form is not None and "consent" in form.bag,
            consent_error=messages.get("consent"),
            general=messages.get(""),
            failed=bool(faults),
            hidden={**{name: value for name, value in carried.items() if value}, **_where(request, form)},
        )
    )
    return Answer(422 if faults else 200, page.encode(), _headers(request, settings))


def _query(request: Request) -> list[tuple[str, str]]:
    try:
        return parse_qsl(request.query[:4096], keep_blank_values=True, max_num_fields=64)
    except ValueError:
        return []


def _sent(form: Submission) -> dict[str, str | None]:
    return {**form.campaign, "_next": form.known.get("next"), "_locale": form.known.get("locale"), "_test": form.known.get("test")}


def _where(request: Request, form: Submission | None) -> Mapping[str, str]:
    """The page and where its visitor came from, for attribution (R28)."""
    if form is not None:
        return {f"_{name}": form.known[name] for name in ("page", "referrer") if name in form.known}
    referrer = request.headers.get("referer")
    return {"_page": request.url[:1024], **({"_referrer": referrer[:1024]} if referrer else {})}


def _field(
    declared: FieldSettings, words: Mapping[str, str], form: Submission | None, messages: Mapping[str, str], asks_contact: bool
) -> dict[str, object]:
    ours = KNOWN.get(declared.name, "")
    return {
        "name": declared.name,
        "label": declared.label or words.get(ours) or declared.name.replace("_", " ").capitalize(),
        "long": declared.kind == "long",
        "type": _TYPES.get(declared.kind, "text"),
        "required": declared.required,
        "optional": not declared.required and not (asks_contact and declared.kind in ("phone", "email")),
        "max_length": declared.max_length,
        "autocomplete": _AUTOCOMPLETE.get(ours, "off"),
        "value": (form.value(declared.name) or "") if form else "",
        "error": messages.get(declared.name),
    }


def _thanks_page(request: Request, settings: WebformSettings) -> Answer:
    language = language_of(request, settings, None)
    page = (
        _templates()
        .get_template("thanks.html")
        .render(
            words=WORDS[language],
            language=language,
            title=settings.title,
            text=settings.thanks or WORDS[language]["soon"],
            nonce=request.nonce,
        )
    )
    return Answer(200, page.encode(), _headers(request, settings))


def _headers(request: Request, settings: WebformSettings) -> dict[str, str]:
    """Nothing from elsewhere runs or is framed; a browser holds `form-action` against the redirect after a post, too."""
    ours = f"'nonce-{request.nonce}'"
    goals, frames = " ".join(("'self'", *settings.next_origins)), " ".join(("'self'", *settings.origins))
    policy = f"default-src 'none'; style-src {ours}; script-src {ours}; base-uri 'none'; form-action {goals}; frame-ancestors {frames}"
    return {
        "content-type": HTML,
        "content-security-policy": policy,
        "referrer-policy": "strict-origin-when-cross-origin",
        "cache-control": "no-store",
    }


def allowed_next(goal: str | None, settings: WebformSettings) -> str | None:
    """The goal, where its origin is exactly one of those allowed; None for everything else, so that no form is an open redirect."""
    if not goal or not goal.isascii() or not goal.isprintable() or " " in goal or "\\" in goal:
        return None
    try:
        parts = urlsplit(goal)
    except ValueError:
        return None
    return goal if f"{parts.scheme}://{parts.netloc}" in settings.next_origins else None


def thanks_url(request: Request, locale: str | None) -> str:
    """Where the thank-you page is, in the language of the form."""
    query = {"thanks": "1", **({"_locale": locale[:16]} if locale else {})}
    return f"{urlsplit(request.url).path}?{urlencode(query)}"
