"""Comparing a roster with what is stored: no database."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from officials.rules.changes import (
    Existing,
    Stored,
    digest_of,
    person_facts,
    plan_changes,
    post_facts,
    title_facts,
    title_key,
    unit_facts,
)
from officials.rules.roster_types import Roster
from tests.officials.rosters import an, read, sample


def stored(roster: Roster) -> Existing:
    """What the database holds after the roster was imported."""
    return Existing(
        units={unit.code: Stored(n, unit_facts(unit)) for n, unit in enumerate(roster.units)},
        titles={title_key(title): Stored(n, title_facts(title)) for n, title in enumerate(roster.titles)},
        officials={person.code: Stored(n, person_facts(person)) for n, person in enumerate(roster.people)},
        posts={
            person.code: {
                (title_key(post.title), post.unit): Stored(n, post_facts(post)) for n, post in enumerate(person.posts)
            }
            for person in roster.people
        },
    )


def test_a_roster_against_itself_plans_nothing() -> None:
    roster = sample()
    assert plan_changes(roster, stored(roster)).is_empty


@settings(max_examples=30, deadline=None)
@given(st.sets(st.integers(0, 584)))
def test_only_the_people_that_are_missing_are_planned(gone: set[int]) -> None:
    roster, known = SAMPLE, stored(SAMPLE)
    for n in gone:
        del known.officials[roster.people[n].code], known.posts[roster.people[n].code]
    plan = plan_changes(roster, known)
    assert {step.person.wanted.code for step in plan.people} == {roster.people[n].code for n in gone}


def test_into_an_empty_database_everything_is_created() -> None:
    tally = plan_changes(sample(), Existing()).counts["appointments"]
    assert (tally.created, tally.changed, tally.unchanged) == (716, 0, 0)


def test_a_changed_cell_is_one_change_with_both_sides() -> None:
    plan = plan_changes(read(an(name="Lê Ân")), stored(read(an())))
    assert (plan.people[0].person.before, plan.people[0].person.after) == (
        {"full_name": "Lê An"},
        {"full_name": "Lê Ân"},
    )


def test_a_changed_post_is_a_change_of_that_post_alone() -> None:
    step = plan_changes(read(an(started="5/4/2024")), stored(read(an()))).people[0]
    assert (step.person.is_needed, step.posts[0].after) == (False, {"started_on": date(2024, 4, 5)})


def test_what_the_file_does_not_mention_stays() -> None:
    assert plan_changes(read(), stored(read(an()))).is_empty


def test_a_column_that_the_file_lacks_says_nothing() -> None:
    known = stored(read(an()))
    known.officials["A1"].facts["retirement_notice_on"] = date(2028, 1, 1)
    assert plan_changes(read(an()), known).is_empty


def test_a_year_does_not_wipe_out_the_day_of_birth() -> None:
    assert plan_changes(read(an(male="1975")), stored(read(an()))).is_empty


def test_another_year_of_birth_is_a_change() -> None:
    assert not plan_changes(read(an(male="1976")), stored(read(an()))).is_empty


def test_a_post_that_was_ended_is_not_begun_again_by_an_old_file() -> None:
    roster = read(an())
    known = stored(roster)
    post = roster.people[0].posts[0]
    known.posts, known.ended = {}, {("A1", (title_key(post.title), "TU"), post.started_on)}
    assert plan_changes(roster, known).is_empty


def test_a_post_that_was_ended_may_be_held_anew() -> None:
    roster = read(an(started="1/1/2026"))
    known = stored(roster)
    known.posts, known.ended = {}, {("A1", (title_key(roster.titles[0]), "TU"), date(2020, 1, 1))}
    assert plan_changes(roster, known).counts["appointments"].created == 1


def test_the_digest_is_of_the_plan() -> None:
    first, same = (plan_changes(read(an()), Existing()) for _ in range(2))
    other = plan_changes(read(an(name="Lê Ân")), Existing())
    assert (digest_of(first) == digest_of(same), digest_of(first) == digest_of(other)) == (True, False)


def test_a_title_is_known_by_its_folded_name() -> None:
    roster = read(an())
    shouting = replace(roster, titles=tuple(replace(title, name=title.name.upper()) for title in roster.titles))
    assert plan_changes(shouting, stored(roster)).counts["titles"].created == 0


SAMPLE = sample()
