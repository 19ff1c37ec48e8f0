"""Runs the benchmarks: `make bench`, or `make bench ARGS=officials` for one file.

Every figure is a ratio or a limit measured in this one run on this machine, against a test database of its own that is
dropped afterwards. Exit 1 when a limit is passed.
"""

import importlib
import os
import pkgutil
import sys

import django

import tests.bench
import tests.environment
from tests.bench.result import Measure

assert tests.environment  # importing it sets the environment of the settings


def main(wanted: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.test.runner import DiscoverRunner
    from django.test.utils import setup_test_environment

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    failed = 0
    try:
        for module in pkgutil.iter_modules(tests.bench.__path__):
            if not module.name.startswith("bench_") or (wanted and module.name[len("bench_") :] not in wanted):
                continue
            for benchmark in importlib.import_module(f"tests.bench.{module.name}").BENCHMARKS:
                measures = benchmark()
                for measure in [measures] if isinstance(measures, Measure) else measures:
                    print(measure, flush=True)  # noqa: T201 - what the command is for
                    failed += not measure.is_within
    finally:
        runner.teardown_databases(databases)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
