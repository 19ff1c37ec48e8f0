"""The annex of the sealed minutes: what the self-attack on the ballot box found at its opening."""

from dataclasses import dataclass

from ballots.models import BallotBox
from ballots.presenters.linking import CLEAN, HOW, LIMIT, LINKED, WAYS, figures
from ballots.queries.linking import kept_attack

KEPT_SLIPS = "Các mảnh phiếu và xác nhận đã nhận phiếu được hủy khi niêm phong kết quả."


@dataclass(frozen=True)
class AttackRow:
    way: str
    linked: str
    expected: str


@dataclass(frozen=True)
class SecrecyPaper:
    """`total` sums the ways up; `digest`: of the slips as they were closed in."""

    rows: tuple[AttackRow, ...]
    total: AttackRow
    verdict: str
    notes: tuple[str, ...]
    digest: str


def secrecy_paper(box: BallotBox | None) -> SecrecyPaper | None:
    """None where no ballot box was opened."""
    attack = kept_attack(box) if box is not None else None
    if box is None or attack is None:
        return None
    *rows, total = (AttackRow(WAYS[found.way], *figures(found)) for found in (*attack.findings, attack.total))
    verdict = LINKED if attack.is_beyond_chance else CLEAN
    return SecrecyPaper(tuple(rows), total, verdict, (HOW, LIMIT, KEPT_SLIPS), box.digest)
