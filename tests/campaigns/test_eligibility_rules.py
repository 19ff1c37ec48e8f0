"""Who is voted on, and where: without a database."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rules.eligibility import Decided, Holding, Occasion, Person, PhaseRules, Verdict, judge
from campaigns.rules.parameters import Stance
from campaigns.rules.reasons import EXCLUSION_REASONS, citation_of
from tests.campaigns.rosters import holdings, occasion, shipped
from tests.data import make_roster
from tests.officials.rosters import TRUTH

DAY = date(2028, 7, 1)
LEADER = Holding(
    id=1,
    official=Person(1),
    unit_id=1,
    unit_kind="department",
    tier="province",
    regime="other",
    is_leadership=True,
    started_on=date(2026, 3, 1),
    means="appointed",
    position=1,
)
STATE = replace(LEADER, regime="state", unit_kind="peoples_committee", means="elected")


def reasons(holding: Holding, on: date = DAY) -> tuple[str, ...]:
    return judge([holding], occasion(2028, on))[0].reasons


@pytest.mark.parametrize(("people", "seed"), [(600, 2028), (40, 1), (300, 2), (1500, 3), (5000, 4)])
@pytest.mark.parametrize("on", [date(2028, 7, 1), date(2028, 3, 15), date(2028, 12, 10)])
def test_verdicts_are_those_of_the_generators_judge(people: int, seed: int, on: date) -> None:
    tree, officials = make_roster.build(people, seed, 2028)
    truth = make_roster.judge(officials, tree, 2028, on)
    verdicts = judge(holdings(tree, officials), occasion(2028, on))
    assert [list(verdict.reasons) for verdict in verdicts] == [row["reasons"] for row in truth]
    assert [verdict.is_subject for verdict in verdicts] == [row["venue"] for row in truth]


def test_verdicts_are_those_of_the_truth_file() -> None:
    verdicts = judge(holdings(*make_roster.build(600, 2028, 2028)), occasion())
    assert [list(verdict.reasons) for verdict in verdicts] == [row["reasons"] for row in TRUTH["rows"]]
    assert sum(verdict.is_subject for verdict in verdicts) == TRUTH["subjects"] == 335


def test_a_leader_in_office_is_voted_on() -> None:
    assert judge([LEADER], occasion()) == [Verdict(1, 3, (), venue=1)]


def test_a_title_without_leadership_is_not_voted_on() -> None:
    assert reasons(replace(LEADER, is_leadership=False)) == ("not_leadership",)


@pytest.mark.parametrize(("notice", "excluded"), [(DAY, True), (DAY + timedelta(1), False), (date(2020, 1, 1), True)])
def test_a_retirement_notice_counts_from_its_day_on(notice: date, excluded: bool) -> None:
    found = reasons(replace(LEADER, official=Person(1, retirement_notice_on=notice)))
    assert found == (("retirement_notice",) if excluded else ())


@pytest.mark.parametrize(
    ("started", "means", "expected"),
    [
        (date(2028, 1, 1), "appointed", ("new_in_year",)),
        (date(2028, 1, 1), "reappointed", ()),
        (date(2027, 12, 31), "appointed", ()),
        (date(2028, 9, 1), "elected", ("new_in_year",)),
        (date(2028, 9, 1), "reappointed", ()),
        (date(2029, 1, 1), "elected", ("not_yet_started",)),
    ],
)
def test_a_post_that_began_in_the_year_is_new(started: date, means: str, expected: tuple[str, ...]) -> None:
    assert reasons(replace(LEADER, started_on=started, means=means)) == expected


@pytest.mark.parametrize(
    ("case", "holding"),
    [
        ("reappointed_in_year", replace(LEADER, started_on=date(2028, 2, 1), means="reappointed")),
        ("acting_post", replace(LEADER, means="acting")),
        ("enterprise", replace(LEADER, unit_kind="enterprise")),
        ("public_service", replace(LEADER, unit_kind="public_service")),
        ("serious_illness", replace(LEADER, official=Person(1, illness_from=date(2027, 12, 1)))),
    ],
)
def test_a_rule_set_says_what_becomes_of_a_kind_of_case(case: str, holding: Holding) -> None:
    found = {stance: judge([holding], _with(case, stance))[0] for stance in Stance}
    assert [(v.reasons, v.questions) for v in found.values()] == [((case,), ()), ((), ()), ((), (case,))]


def _with(case: str, stance: Stance) -> Occasion:
    rules = shipped("qd96.v1")
    cases = tuple(replace(e, stance=stance) if e.reason == case else e for e in rules.exclusions)
    return Occasion(2028, DAY, {"other": PhaseRules(3, replace(rules, exclusions=cases))})


@pytest.mark.parametrize(
    ("ill_from", "excluded"), [(date(2028, 1, 1), True), (date(2028, 1, 2), False), (date(2027, 6, 1), True)]
)
def test_six_full_months_of_illness_count_for_council_titles(ill_from: date, excluded: bool) -> None:
    person = Person(1, illness_from=ill_from)
    assert reasons(replace(STATE, official=person)) == (("serious_illness",) if excluded else ())
    assert reasons(replace(LEADER, official=person)) == (), "the Party's text does not know illness"


def test_a_tier_out_of_scope() -> None:
    rules = Occasion(2023, date(2023, 7, 1), {"state": PhaseRules(1, shipped("nq96.v1"))})
    commune = replace(STATE, tier="commune", started_on=date(2021, 6, 1))
    assert judge([commune], rules)[0].reasons == ("out_of_scope",)


def test_a_regime_without_a_phase_is_outside_the_campaign() -> None:
    rules = Occasion(2028, DAY, {"state": PhaseRules(1, shipped("nq96.v2"))})
    assert judge([LEADER], rules) == [Verdict(1, None, ("outside_campaign",), ruled=("outside_campaign",))]


def test_the_party_committee_comes_first_and_equal_units_in_the_order_of_the_roster() -> None:
    posts = [
        replace(LEADER, id=1, unit_id=1, position=1),
        replace(LEADER, id=2, unit_id=2, position=2),
        replace(LEADER, id=3, unit_id=3, position=3, unit_kind="party_committee", regime="party"),
        replace(STATE, id=4, unit_id=4, position=4),
    ]
    assert [v.holding_id for v in judge(posts, occasion()) if v.is_subject] == [3, 4]
    assert [v.holding_id for v in judge(posts[:3], occasion()) if v.is_subject] == [1, 3]


def test_all_titles_at_a_chosen_unit_are_voted_on() -> None:
    posts = [replace(LEADER, id=n, unit_id=unit, position=n) for n, unit in enumerate([7, 8, 7, 9], 1)]
    assert [v.is_subject for v in judge(posts, occasion())] == [True, True, True, False]


def test_every_reason_is_worded_and_cited() -> None:
    for code in EXCLUSION_REASONS:
        reason = EXCLUSION_REASONS[code]
        assert reason.label
        assert reason.sentence.endswith(".")
    for name in ("nq85.v1", "nq96.v1", "nq96.v2", "qd96.v1"):
        known = {exclusion.reason for exclusion in shipped(name).exclusions}
        assert known <= set(EXCLUSION_REASONS)
        assert all(citation_of(code, shipped(name)) for code in known | {"not_yet_started"})
    assert citation_of("outside_campaign", None)


people = st.builds(
    Person,
    id=st.integers(1, 4),
    retirement_notice_on=st.none() | st.dates(date(2028, 1, 1), date(2028, 12, 31)),
    illness_from=st.none() | st.dates(date(2027, 6, 1), date(2028, 6, 30)),
)
holding_fields = st.builds(
    Holding,
    id=st.just(0),
    official=people,
    unit_id=st.integers(1, 6),
    unit_kind=st.sampled_from(
        ["party_committee", "peoples_council", "peoples_committee", "department", "enterprise", "public_service"]
    ),
    tier=st.sampled_from(["province", "commune", "district"]),
    regime=st.sampled_from(["state", "party", "other"]),
    is_leadership=st.booleans(),
    started_on=st.dates(date(2024, 1, 1), date(2029, 1, 31)),
    means=st.sampled_from(["appointed", "elected", "reappointed", "acting"]),
    position=st.integers(1, 4),
)
rosters = st.lists(holding_fields, max_size=14).map(
    lambda found: [replace(holding, id=number) for number, holding in enumerate(found)]
)


@given(rosters, st.integers())
def test_the_order_of_the_input_does_not_matter(roster: list[Holding], seed: int) -> None:
    shuffled = roster[:]
    random.Random(seed).shuffle(shuffled)
    assert judge(shuffled, occasion()) == judge(roster, occasion())


@given(rosters)
def test_nobody_is_voted_on_at_more_units_than_the_cap(roster: list[Holding]) -> None:
    of = {holding.id: holding for holding in roster}
    chosen = [of[verdict.holding_id] for verdict in judge(roster, occasion()) if verdict.is_subject]
    for official in {holding.official.id for holding in chosen}:
        assert len({holding.unit_id for holding in chosen if holding.official.id == official}) <= 2


@given(rosters)
def test_only_those_whom_no_rule_excludes_are_voted_on(roster: list[Holding]) -> None:
    of = {holding.id: holding for holding in roster}
    for verdict in judge(roster, occasion()):
        holding = of[verdict.holding_id]
        if verdict.is_subject:
            assert holding.is_leadership
            assert not (holding.official.retirement_notice_on and holding.official.retirement_notice_on <= DAY)
            assert holding.started_on.year != 2028 or holding.means == "reappointed"
        assert list(verdict.reasons) == sorted(verdict.reasons, key=list(EXCLUSION_REASONS).index)


PEOPLE_MAY_DECIDE = st.dictionaries(st.integers(0, 13), st.booleans(), max_size=8)
PEOPLE_MAY_CHOOSE = st.dictionaries(st.integers(1, 4), st.lists(st.integers(1, 6), max_size=6, unique=True).map(tuple))
decisions = st.builds(Decided, holdings=PEOPLE_MAY_DECIDE, venues=PEOPLE_MAY_CHOOSE)
SHIPPED_SETS = ("nq85.v1", "nq96.v1", "nq96.v2", "qd96.v1")


@given(rosters, decisions, st.integers())
def test_the_order_of_the_input_does_not_matter_to_decided_cases(
    roster: list[Holding], decided: Decided, seed: int
) -> None:
    shuffled = roster[:]
    random.Random(seed).shuffle(shuffled)
    turned = Decided(dict(reversed(list(decided.holdings.items()))), dict(reversed(list(decided.venues.items()))))
    assert judge(shuffled, occasion(), turned) == judge(roster, occasion(), decided)


@given(rosters, decisions)
def test_no_decision_and_no_choice_leads_beyond_the_cap(roster: list[Holding], decided: Decided) -> None:
    of = {holding.id: holding for holding in roster}
    found = [verdict for verdict in judge(roster, occasion(), decided) if verdict.is_subject]
    for official in {of[verdict.holding_id].official.id for verdict in found}:
        own = [verdict for verdict in found if of[verdict.holding_id].official.id == official]
        assert len({of[verdict.holding_id].unit_id for verdict in own}) <= 2
        assert {verdict.venue for verdict in own} <= {1, 2}


@given(rosters, decisions)
def test_who_is_decided_out_is_never_voted_on(roster: list[Holding], decided: Decided) -> None:
    for verdict in judge(roster, occasion(), decided):
        if decided.holdings.get(verdict.holding_id) is False:
            assert verdict.reasons
        if verdict.holding_id in decided.holdings:
            assert not verdict.questions, "what is decided asks nothing"


@given(rosters, decisions)
def test_who_is_decided_in_is_left_out_for_the_number_of_venues_only(roster: list[Holding], decided: Decided) -> None:
    for verdict in judge(roster, occasion(), decided):
        if decided.holdings.get(verdict.holding_id):
            assert verdict.reasons in ((), ("over_two_venues",))


@pytest.mark.parametrize("name", SHIPPED_SETS)
@given(roster=rosters, decided=decisions)
def test_every_reason_and_question_has_a_sentence_and_a_citation(
    name: str, roster: list[Holding], decided: Decided
) -> None:
    rules = shipped(name)
    phase = PhaseRules(1, rules)
    for verdict in judge(roster, Occasion(2028, DAY, dict.fromkeys(rules.regimes, phase)), decided):
        for code in (*verdict.reasons, *verdict.questions, *verdict.ruled):
            assert EXCLUSION_REASONS[code].sentence.endswith(".")
            assert citation_of(code, rules if verdict.phase_id else None)


@pytest.mark.parametrize("name", SHIPPED_SETS)
def test_what_a_rule_set_leaves_to_people_is_worded_and_cited(name: str) -> None:
    asked = [case for case in shipped(name).exclusions if case.stance is Stance.ASK]
    assert asked, "re-appointment and acting posts are open in every text"
    for case in asked:
        assert EXCLUSION_REASONS[case.reason].sentence
        assert case.citation
