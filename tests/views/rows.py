"""What the conversion view says, in the form of a recount: from its rows, or from the metrics that show them."""

from collections.abc import Iterable

from processors.views import hosted
from processors.views.conversion import Row
from processors.views.tracked import COHORT, STAGE
from runtime.log import Log
from runtime.views import figures
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


async def published(log: Log) -> Figures:
    """What the metric topic says of conversion now."""
    found = [hosted.row(metric) for metric in await figures(log)]
    return shown(row for table, row in filter(None, found) if table.startswith("conversion."))
