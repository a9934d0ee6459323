"""What the conversion view says, in the form of a recount: from its rows, or from the metrics that show them."""

from collections.abc import Iterable, Mapping

from processors.views import conversion, hosted
from processors.views.conversion import Row
from processors.views.keys import Key
from processors.views.tracked import COHORT, STAGE
from runtime import views
from runtime.log import Log
from tests.views.naive import Figures


def shown(rows: Iterable[Row]) -> Figures:
    """What rows of the view say, in the form of a recount."""
    found: Figures = {}
    for row in rows:
        counts = dict(zip(STAGE if row.by == "stage" else COHORT, row.counts, strict=True))
        assert min(row.counts) >= 0
        if what := {name: n for name, n in counts.items() if n}:
            found[row.workspace, row.of, row.by, row.value, "repeat" if row.again else "new", row.day] = what
    return found


def figures(rows: Mapping[Key, bytes]) -> Figures:
    """What packed rows say."""
    return shown(conversion.decode(raw) for key, raw in rows.items() if key.table.startswith("conversion."))


async def published(log: Log) -> Figures:
    """What the metric topic says of conversion now."""
    found = [hosted.row(metric) for metric in await views.figures(log)]
    return shown(row for table, row in filter(None, found) if table.startswith("conversion."))
