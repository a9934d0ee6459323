"""The form channel: a site's own forms and our hosted page post here; browsers are redirected, programs get JSON."""

from ingestors.base import Push
from ingestors.webform.body import FILES_LIMIT, FORM_LIMIT
from ingestors.webform.page import render
from ingestors.webform.reader import parse
from ingestors.webform.rules import admit, answer, origins, verify
from ingestors.webform.settings import WebformSettings

CHANNEL = Push(
    name="webform",
    path="/f/{source}",
    settings=WebformSettings,
    verify=verify,
    admit=admit,
    answer=answer,
    parse=parse,
    page=render,
    limit=FORM_LIMIT + FILES_LIMIT,
    origins=origins,
)
