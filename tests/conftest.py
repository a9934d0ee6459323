"""The fixtures that all tests share: real servers, one per session, and the report of the tiers."""

import importlib.util

pytest_plugins = [
    "tests.tiers",
    *(
        name
        for name in ("tests.fix_kafka", "tests.fix_postgres", "tests.fix_dovecot", "tests.fix_browser")
        if importlib.util.find_spec(name)
    ),
]
