"""What a channel answers: problems (RFC 9457), JSON, and who wants which."""

from collections.abc import Mapping, Sequence

import orjson

from ingestors.base import Answer, Refused, Request

PROBLEM, JSON, HTML = "application/problem+json", "application/json", "text/html; charset=utf-8"
_TITLES = {
    400: "Bad request", 401: "Not genuine", 403: "Not allowed", 404: "Not found", 405: "Method not allowed", 408: "Too slow", 413: "Too large",
    415: "Unknown kind of body", 422: "Not valid", 429: "Too many requests", 431: "Too many headers", 503: "Not now",
}  # fmt: skip


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Answer:
    """A problem of RFC 9457; `detail` is a sentence that the caller can act on, and holds no personal data."""
    body = {"type": "about:blank", "title": _TITLES.get(status, "Error"), "status": status, "detail": detail}
    return Answer(status, orjson.dumps(body), {"content-type": PROBLEM, **(headers or {})})


def refuse(status: int, detail: str) -> Refused:
    """The exception that sends a problem back and appends nothing."""
    return Refused(problem(status, detail))


def json_answer(status: int, body: Mapping[str, object]) -> Answer:
    return Answer(status, orjson.dumps(body), {"content-type": JSON})


def accepted(capture_id: str) -> Answer:
    """The 202 of a durable append (R44)."""
    return Answer(202, b'{"ok":true,"id":"%s"}' % capture_id.encode(), {"content-type": JSON})


def wants_json(request: Request) -> bool:
    """Whether a program is asking: it accepts JSON (a browser's navigation never names it), or sent JSON."""
    accept = request.headers.get("accept", "")
    return "application/json" in accept or "json" in request.headers.get("content-type", "").partition(";")[0]


def check_origin(request: Request, origins: Sequence[str]) -> None:
    """Raises Refused for a browser on a page that is not ours; a request without Origin comes from no foreign page."""
    origin = request.headers.get("origin")
    if origin is None or origin in origins or request.url.startswith(origin + "/"):
        return
    raise refuse(403, "Pages of this origin may not post here: add the origin to the source's `origins`.")
