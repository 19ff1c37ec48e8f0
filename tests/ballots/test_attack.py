"""The self-attack on real stored data: it finds everything in a store that leaks, and nothing after a closing."""

from collections.abc import Callable
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from ballots.actions.box_opening import open_box
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.models import Receipt, Slip
from ballots.presenters.linking import CLEAN, LIMIT, LINKED, SETTINGS, STATES, beside
from ballots.queries.linking import WATCHING, attack_on, stored_rows
from ballots.rules.linking import ORDERS
from campaigns.models import BoxState
from config.accounts.models import User
from config.audit.actions import record
from tests.ballots.boxes import Screen, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.joining import blocks_in_order, groups_by_transaction, rightly_joined
from tests.ballots.leaky import (
    by_one_transaction_each,
    cast_at_random,
    in_small_batches,
    in_the_order_of_casting,
    never_rewritten,
    person_by_person,
    rewritten_by,
    truth,
    with_ids_in_order,
)

pytestmark = pytest.mark.django_db(transaction=True)
BALLOTS, PEOPLE, SIZE = 40, 3, 5
SELDOM = 25  # neighbours of one ballot: 4 on average, more than this once in 10^12 random orders, 160 in a leaky store


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi, codes=BALLOTS)


def linked(screen: Screen) -> dict[str, int]:
    return {finding.way: finding.linked for finding in attack_on(screen.box).findings}


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_an_open_box_says_honestly_what_is_linkable(screen: Screen, capsys: pytest.CaptureFixture[str]) -> None:
    cast_at_random(screen, PEOPLE)
    with pytest.raises(SystemExit, match="1"):
        call_command("attack", "HN1")
    said = printed(capsys)
    assert f"liên kết được {BALLOTS} trong {BALLOTS} phiếu" in said
    assert STATES[BoxState.READY] in said


def test_a_leaky_store_is_found_whole(screen: Screen, chi: User, an: User, capsys: pytest.CaptureFixture[str]) -> None:
    ballot_of = cast_at_random(screen, PEOPLE)
    with never_rewritten():
        close(screen, chi, an)
    slips = stored_rows(Slip, screen.box)
    assert rightly_joined(groups_by_transaction(slips), truth(ballot_of, screen.box), SIZE) == BALLOTS
    assert rightly_joined(blocks_in_order(slips, ORDERS["place"], SIZE), truth(ballot_of, screen.box), SIZE) == BALLOTS
    open_box(by=chi, session=screen.session, cards=screen.cards)
    found = linked(screen)
    assert found["transaction"] == found["command"] == found["place"] == found["write_order"] == BALLOTS
    with pytest.raises(SystemExit, match="1"):
        call_command("attack", "HN1")
    said = printed(capsys)
    assert LINKED in said
    assert f"Tất cả các cách: liên kết được {BALLOTS} trong {BALLOTS} phiếu" in said


@pytest.mark.parametrize(
    ("write", "way", "least"),
    [
        (with_ids_in_order, "id", BALLOTS),
        (in_the_order_of_casting, "place", BALLOTS),
        (person_by_person, "place", BALLOTS),
        (in_small_batches, "command", BALLOTS // 2),
        (by_one_transaction_each, "transaction", BALLOTS),
    ],
)
def test_slips_that_are_rewritten_carelessly_are_found(
    screen: Screen, chi: User, an: User, write: Callable[..., None], way: str, least: int
) -> None:
    cast_at_random(screen, PEOPLE)
    with rewritten_by(write):
        close(screen, chi, an)
    open_box(by=chi, session=screen.session, cards=screen.cards)
    (found,) = [finding for finding in attack_on(screen.box).findings if finding.way == way]
    assert found.linked >= least
    assert found.is_beyond_chance


@pytest.mark.promise("rewritten")
def test_a_closed_box_gives_no_more_than_chance(
    screen: Screen, chi: User, an: User, capsys: pytest.CaptureFixture[str]
) -> None:
    ballot_of = cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    slips, known = stored_rows(Slip, screen.box), truth(ballot_of, screen.box)
    assert len({(row.transaction, row.command) for row in slips}) == 1
    for order in ORDERS.values():
        assert rightly_joined(blocks_in_order(slips, order, SIZE), known, SIZE) <= 1
    assert not any(linked(screen).values())
    call_command("attack", "HN1")
    assert STATES[BoxState.CLOSED] in printed(capsys)
    open_box(by=chi, session=screen.session, cards=screen.cards)
    attack = attack_on(screen.box)
    assert {"place", "id", "write_order"} <= {finding.way for finding in attack.findings}
    assert not attack.is_beyond_chance
    call_command("attack", "HN1")
    said = printed(capsys)
    assert CLEAN in said
    assert LIMIT in said


def test_after_the_destruction_the_finding_stays(
    screen: Screen, chi: User, an: User, khanh: User, capsys: pytest.CaptureFixture[str]
) -> None:
    cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    open_box(by=chi, session=screen.session, cards=screen.cards)
    propose_seal(by=chi, session=screen.session)
    confirm_seal(by=khanh, session=screen.session)
    call_command("attack", "HN1")
    said = printed(capsys)
    assert STATES[BoxState.DESTROYED] in said
    assert "Thứ tự các mảnh trong tệp dữ liệu (ctid)" in said
    assert f"trong {BALLOTS} phiếu" in said


def test_what_is_kept_of_the_opening_holds_no_mark(screen: Screen, chi: User, an: User) -> None:
    cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    open_box(by=chi, session=screen.session, cards=screen.cards)
    kept = screen.box.self_attack
    assert set(kept) == {"ballots", "findings"}
    for finding in kept["findings"]:
        assert set(finding) == {"way", "linked", "ballots", "expected", "chance"}
        assert all(isinstance(value, int | float) for name, value in finding.items() if name != "way")


def test_no_pair_of_slips_is_joined_better_than_chance(screen: Screen, chi: User, an: User) -> None:
    """Neighbours in any order belong to one ballot as often as any two slips do."""
    ballot_of = cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    known, slips = truth(ballot_of, screen.box), stored_rows(Slip, screen.box)
    for order in ORDERS.values():
        keys = [row.key for row in sorted(slips, key=order)]
        assert sum(known[one] == known[other] for one, other in pairwise(keys)) <= SELDOM


@pytest.mark.parametrize(
    "column",
    [
        "cast_at timestamptz DEFAULT now()",
        "number bigserial",
        "day date",
        "ballot integer",
        "sibling uuid",
    ],
)
def test_a_column_that_orders_the_voters_is_found(screen: Screen, column: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE ballots_slip ADD COLUMN {column}")
        try:
            cast_at_random(screen, PEOPLE)
            assert linked(screen)["columns"] == BALLOTS
        finally:
            cursor.execute(f"ALTER TABLE ballots_slip DROP COLUMN {column.split(maxsplit=1)[0]}")


def test_a_trace_in_another_table_or_a_log_is_found(
    screen: Screen, chi: User, an: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    assert linked(screen)["mentions"] == 0
    receipt, slip = stored_rows(Receipt, screen.box)[0], stored_rows(Slip, screen.box)[0]
    log = tmp_path / "access.log"
    log.write_text(f"08:01 POST /x/ {slip.key}\n")
    with pytest.raises(SystemExit, match="1"):
        call_command("attack", "HN1", "--log", str(log))
    with transaction.atomic():
        record(by=chi, action="ballots.counted", obj=screen.session, after={"nonce": receipt.key})
    assert linked(screen)["mentions"] == 1


def test_slips_in_another_table_are_found(screen: Screen, chi: User, an: User) -> None:
    """By their ids as they are written and as bytes, and by what is sealed in them; whatever the table and its schema
    are called."""
    cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    tables = ("siblings", "elsewhere.siblings", "elsewhere.ballots_slip")
    contents = ("id", "decode(replace(id::text, '-', ''), 'hex')", "sealed")
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA elsewhere")
        for table, content in product(tables, contents):
            cursor.execute(f"CREATE TABLE {table} AS SELECT {content} AS slip FROM ballots_slip")
            found = linked(screen)
            cursor.execute(f"DROP TABLE {table}")
            assert found["mentions"] == BALLOTS, (table, content)
        cursor.execute("DROP SCHEMA elsewhere")


def test_a_sample_that_the_server_takes_is_found(screen: Screen, chi: User, an: User) -> None:
    cast_at_random(screen, PEOPLE)
    close(screen, chi, an)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        assert linked(screen)["mentions"] == 0
        cursor.execute("ALTER TABLE ballots_receipt ALTER COLUMN nonce SET STATISTICS -1; ANALYZE")
        try:
            assert linked(screen)["mentions"] > 0
        finally:
            cursor.execute("ALTER TABLE ballots_receipt ALTER COLUMN nonce SET STATISTICS 0")
            cursor.execute("ALTER TABLE ballots_receipt ALTER COLUMN nonce TYPE varchar(64)")


def test_settings_of_the_server_that_keep_statements_are_told(screen: Screen) -> None:
    found = attack_on(screen.box).beside
    assert found is not None
    assert found.settings == {}
    assert set(WATCHING) == set(SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute("SET log_min_error_statement = error")
        try:
            found = attack_on(screen.box).beside
            assert found is not None
            assert beside(found)[0] == SETTINGS["log_min_error_statement"]
        finally:
            cursor.execute("RESET log_min_error_statement")


def test_rows_left_in_the_file_are_found(screen: Screen, chi: User, an: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when somebody held the table at the closing, so that it could not be rewritten."""
    cast_at_random(screen, PEOPLE)
    monkeypatch.setattr("ballots.actions.box_closing.shred_when_done", lambda *models: None)
    close(screen, chi, an)
    assert linked(screen)["leftovers"] == BALLOTS
    open_box(by=chi, session=screen.session, cards=screen.cards)  # makes up for it
    assert linked(screen)["leftovers"] == 0


@pytest.mark.parametrize(("code", "said"), [("HN9", "Không có hội nghị nào"), ("GIAY", "không có hòm phiếu")])
def test_no_box_to_attack(make_session: Callable[..., Any], code: str, said: str) -> None:
    make_session(code="GIAY")
    with pytest.raises(CommandError, match=said):
        call_command("attack", code)
