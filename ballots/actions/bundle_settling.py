"""The counting board makes the sums of all bundles the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ballots.actions.counts import store_counts
from ballots.actions.keying import tidied
from ballots.actions.settling import complete_count, counted_of, paper_confirming_session, refuse_ledger, refuse_wrong
from ballots.models import Bundle, Source
from ballots.queries.bundles import Blanks, blanks_of, bundles_of, sums_by_style
from ballots.queries.totals import layout_of
from ballots.rules.bundles import Sums, cells_of, line_explanations
from ballots.rules.totals import Layout, Problem, check
from campaigns.models import Counting, VotingSession
from config.errors import Refused


@dataclass(frozen=True)
class Tally:
    """What the bundles come to: the numbers as a hand count has them, what is wrong or odd about them, and what
    explains itself because every ballot was seen."""

    layout: Layout
    sums: dict[int, Sums]
    blanks: dict[int, Blanks]
    numbers: dict[str, int]
    problems: tuple[Problem, ...]
    known: dict[str, str]

    @property
    def questions(self) -> tuple[Problem, ...]:
        """What the board has to explain."""
        return tuple(problem for problem in self.problems if not problem.blocks and problem.key not in self.known)


@transaction.atomic
def settle_bundles(
    *,
    by: Any,
    session: VotingSession,
    explanations: Mapping[str, str] | None = None,
    typed: Mapping[int, Blanks] | None = None,
) -> tuple[Problem, ...]:
    """Make the sums of all bundles the count; `by` has keyed none of them. `typed`: by style how many blanks were
    issued and returned, where the ledger does not say. Returns what still wants an explanation; then nothing is done.
    """
    session = paper_confirming_session(by, session)
    if session.counting != Counting.BALLOTS:
        raise Refused("Hội nghị này nhập số tổng kiểm tay. Xác nhận ở trang Kiểm phiếu.")
    bundles = bundles_of(session)
    tally = tally_of(session, typed or {})
    if sentence := obstacle_to_settling_bundles(by, bundles) or blanks_obstacle(bundles, tally):
        raise Refused(sentence)
    refuse_wrong(tally.problems)
    refuse_ledger(session, tally.layout, tally.numbers)
    given = tidied(explanations or {})
    if unanswered := tuple(problem for problem in tally.questions if not given.get(problem.key)):
        return unanswered
    answers = tally.known | {problem.key: given[problem.key] for problem in tally.questions}
    counted = {session.pk: counted_of(tally.layout, tally.numbers, answers)}
    store_counts(by=by, counted=counted, sessions=[session], source=Source.BALLOTS)
    complete_count(by=by, session=session)
    return ()


def tally_of(session: VotingSession, typed: Mapping[int, Blanks]) -> Tally:
    """What the bundles that agreed come to now. The ledger's numbers come before typed ones."""
    layout = layout_of(session)
    sums = sums_by_style(session, layout)
    ledger = blanks_of(style.key for style in layout.styles)
    blanks = {key: _known(known, typed.get(key, (None, None))) for key, known in ledger.items()}
    numbers, problems = check(layout, cells_of(layout, sums, blanks))
    known = {key: text for s in layout.styles for key, text in line_explanations(s, sums[s.key]).items()}
    return Tally(layout, sums, blanks, numbers, tuple(problems), known)


def _known(ledger: Blanks, typed: Blanks) -> Blanks:
    issued, returned = ledger
    return (typed[0] if issued is None else issued, typed[1] if returned is None else returned)


def obstacle_to_settling_bundles(by: Any, bundles: list[Bundle]) -> str:
    """Why `by` cannot confirm now, or an empty text: the button's sentence and the guard of the action."""
    if by.pk in {keying.by_id for bundle in bundles for keying in bundle.keyings.all()}:
        return "Đồng chí đã nhập phiếu của hội nghị này; người xác nhận phải là người khác."
    if lacking := [bundle for bundle in bundles if bundle.state != Bundle.State.AGREED]:
        return f"Còn {len(lacking)} bó phiếu chưa khớp nên chưa xác nhận được kết quả."
    return ""


def blanks_obstacle(bundles: list[Bundle], tally: Tally) -> str:
    """Why the bundles are not the ballots that came back, or an empty text: what the ledger has to say first."""
    for style in tally.layout.styles:
        issued, returned = tally.blanks[style.key]
        keyed = sum(bundle.size for bundle in bundles if bundle.style_id == style.key)
        if issued is None or returned is None:
            return f"{style.name}: chưa biết số phiếu phát ra, thu về. Ghi hai số này vào sổ phiếu hoặc ngay dưới đây."
        if keyed != returned:
            return (
                f"{style.name}: các bó có tất cả {keyed} phiếu nhưng thu về {returned}. Đếm lại từng bó và số phiếu "
                "thu về: bó sai thì hủy rồi lập lại, số thu về ghi sai thì sửa Sổ phiếu."
            )
    return ""
