"""One measured figure and the limit it must keep."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measure:
    """`value` in `unit` ("s", "x", "MB", "queries"); `limit` is the most it may be."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def is_within(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok  " if self.is_within else "OVER"
        return f"{verdict} {self.name}: {self.value:.3g} {self.unit} (limit {self.limit:g})"
