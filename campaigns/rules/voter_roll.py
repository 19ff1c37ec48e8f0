"""Who casts a ballot at a session: from the voter rules of the groups on its ballots to one entry per person. Pure.

Who qualifies is fixed title by title (Quy định 96-QĐ/TW, Phụ lục 1); a person holds one vote however many ways they
qualify. Whether those voted on are voters of their own session in any case is for the rule set to say.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from campaigns.rules.parameters import Parameters, VoterRule

ON_THE_BALLOT = "on_the_ballot"
ON_THE_BALLOT_LABEL = "Người được lấy phiếu tại hội nghị"

Places = Mapping[tuple[str, str], frozenset[int]]
"""The units that each (group on the ballots, `at` of a voter rule) stands for."""


@dataclass(frozen=True, slots=True)
class Person:
    official_id: int
    code: str
    name: str
    sort_key: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A post or a seat that a person holds on the session's day; `source` as in VoterRule. A post has a rank and says
    whether it is leadership, a seat has its kind."""

    person: Person
    source: str
    unit_id: int
    unit: str
    title: str
    rank: int = 0
    is_leadership: bool = False
    seat: str = ""


@dataclass(frozen=True, slots=True)
class RollEntry:
    """Somebody on the roll; `why` are the codes of every rule that puts them there."""

    person: Person
    title: str
    workplace: str
    why: tuple[str, ...]


def roll(
    rules: Mapping[str, Sequence[VoterRule]],
    places: Places,
    holdings: Iterable[Holding],
    on_the_ballot: Iterable[Person] = (),
    usual_posts: Mapping[int, tuple[str, str]] | None = None,
) -> tuple[RollEntry, ...]:
    """One entry per person who qualifies or stands on the ballot, by name; the same whatever order things come in.

    An entry shows the highest post that qualifies, else the official's usual post (title, unit), else the seat.
    """
    rank = {rule.code: at for at, rule in enumerate(rule for group in rules.values() for rule in group)}
    found: dict[int, list[tuple[str, Holding]]] = {}
    people = {person.official_id: person for person in on_the_ballot}
    for holding in holdings:
        for code in _qualifies_by(rules, places, holding):
            people.setdefault(holding.person.official_id, holding.person)
            found.setdefault(holding.person.official_id, []).append((code, holding))
    usual = usual_posts or {}
    entries = []
    for official_id, person in people.items():
        ways = found.get(official_id, [])
        why = sorted({code for code, _ in ways}, key=lambda code: rank[code])
        title, workplace = _shown([holding for _, holding in ways], usual.get(official_id))
        entries.append(RollEntry(person, title, workplace, tuple(why) or (ON_THE_BALLOT,)))
    return tuple(sorted(entries, key=lambda entry: (entry.person.sort_key, entry.person.code)))


def why_labels(parameters: Parameters) -> dict[str, str]:
    """Every code that can stand on a roll, in words."""
    labels = {rule.code: rule.label for group in parameters.voter_rules.values() for rule in group}
    return {**labels, ON_THE_BALLOT: ON_THE_BALLOT_LABEL}


def _qualifies_by(rules: Mapping[str, Sequence[VoterRule]], places: Places, holding: Holding) -> Iterable[str]:
    for group, group_rules in rules.items():
        for rule in group_rules:
            if holding.unit_id in places.get((group, rule.at), frozenset()) and _fits(rule, holding):
                yield rule.code


def _fits(rule: VoterRule, holding: Holding) -> bool:
    if rule.source != holding.source:
        return False
    if rule.source == "membership":
        return holding.seat in rule.seats
    if rule.leadership is not None and rule.leadership != holding.is_leadership:
        return False
    return rule.highest_rank is None or holding.rank <= rule.highest_rank


def _shown(holdings: Sequence[Holding], usual: tuple[str, str] | None) -> tuple[str, str]:
    posts = [holding for holding in holdings if holding.source == "appointment"]
    if posts or (usual is None and holdings):
        best = min(posts or holdings, key=lambda holding: (holding.rank, holding.unit, holding.title))
        return best.title, best.unit
    return usual or ("", "")


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry of the roll as it stands. `by_rule`: it came from the rules alone, not by hand or from a file."""

    id: int
    official_id: int | None
    name: str
    title: str
    workplace: str
    why: tuple[str, ...]
    by_rule: bool
    is_removed: bool


@dataclass(frozen=True)
class Renewal:
    """What working the roll out again would do. `changed` are entries whose reasons, title or unit differ."""

    added: tuple[RollEntry, ...] = ()
    changed: tuple[tuple[Standing, RollEntry], ...] = ()
    no_longer: tuple[Standing, ...] = ()
    dropped: tuple[Standing, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.no_longer or self.dropped)


def renewal(standing: Iterable[Standing], worked_out: Iterable[RollEntry]) -> Renewal:
    """What differs between the roll and what the rules give now. Corrections by hand survive: who was taken off stays
    off, who was added stays on; those of them who qualify no longer (`no_longer`) merely lose their reasons."""
    wanted = {entry.person.official_id: entry for entry in worked_out}
    changed, no_longer, dropped = [], [], []
    for old in standing:
        new = wanted.pop(old.official_id, None) if old.official_id is not None else None
        if new is not None and _differs(old, new):
            changed.append((old, new))
        elif new is None and old.by_rule and not old.is_removed:
            dropped.append(old)
        elif new is None and old.why:
            no_longer.append(old)
    return Renewal(tuple(wanted.values()), tuple(changed), tuple(no_longer), tuple(dropped))


def _differs(old: Standing, new: RollEntry) -> bool:
    return old.why != new.why or (old.by_rule and (old.title, old.workplace) != (new.title, new.workplace))
