"""What the server keeps of the time in which the box was open, and of a box that was destroyed."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from ballots.actions.box_opening import open_box
from ballots.actions.revote import confirm_revote, propose_revote
from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.actions.wrong_codes import note_wrong_code
from ballots.keyed_digests import code_digest, device_digest
from ballots.models import AccessCode, Receipt, Slip
from ballots.queries.linking import attack_on
from config.accounts.models import User
from tests.ballots.boxes import Screen, close, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.leaky import cast_at_random

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi, codes=12)


def server_files() -> dict[str, bytes]:
    """Everything the server of the tests keeps: tables, indexes, its write-ahead log, its messages."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        (database,) = cursor.fetchone()
    kept = {}
    for path in (folder / "pg_wal", folder / "base" / str(database), folder / "log"):
        for file in path.rglob("*") if path.is_dir() else [path]:
            if file.is_file():
                kept[str(file.relative_to(folder))] = file.read_bytes()
    return kept


def files_with(contents: list[bytes]) -> list[str]:
    """The files of the server in which any of this stands."""
    return [name for name, kept in server_files().items() if any(one in kept for one in contents)]


def what_is_inside() -> list[bytes]:
    """The slips and receipts of a closed box, each of which is in a file, and known to the server's samples."""
    slips = [bytes(sealed) for sealed in Slip.objects.values_list("sealed", flat=True)]
    inside = [*slips, *(nonce.encode() for nonce in Receipt.objects.values_list("nonce", flat=True))]
    take_samples()
    kept = b"".join(server_files().values())
    assert all(content in kept for content in inside)
    return inside


def take_samples() -> None:
    """As the server does by itself within a minute of so many new rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.promise("log_given_up")
def test_neither_codes_nor_their_digests_are_left_in_any_file_of_the_server(
    screen: Screen, chi: User, an: User
) -> None:
    cast_at_random(screen, 3)
    digests = [code_digest(screen.box.pk, code).encode() for code in screen.codes]
    device = device_digest(screen.box.pk, "a telephone")
    note_wrong_code(box=screen.box, device=device)
    digests.append(device.encode())
    ids = [key.bytes for key in Slip.objects.values_list("pk", flat=True)]
    take_samples()
    before = b"".join(server_files().values())
    assert all(digest in before for digest in digests)
    assert all(key in before for key in ids)
    close(screen, chi, an)
    assert not files_with([*digests, *ids])
    beside = attack_on(screen.box).beside
    assert beside is not None
    assert beside.old_logs == 0


@pytest.mark.promise("destroyed")
def test_no_slip_and_no_receipt_is_left_in_any_file_once_they_are_destroyed(
    screen: Screen, chi: User, an: User, khanh: User, settings: Any, tmp_path: Path
) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")
    cast_at_random(screen, 3)
    close(screen, chi, an)
    inside = what_is_inside()
    open_box(by=chi, session=screen.session, cards=screen.cards)
    propose_seal(by=chi, session=screen.session)
    confirm_seal(by=khanh, session=screen.session)
    assert not files_with(inside)


def test_nor_once_the_box_is_destroyed_unopened(screen: Screen, chi: User, an: User, khanh: User) -> None:
    cast_at_random(screen, 3)
    close(screen, chi, an)
    inside = what_is_inside()
    propose_revote(by=chi, session=screen.session, reason="Mất hai thẻ khóa")
    confirm_revote(by=khanh, session=screen.session)
    assert not files_with(inside)


def test_no_backup_while_ballots_are_in_an_open_box(screen: Screen, chi: User, an: User, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "before.zip"))
    screen.cast(screen.codes[0], "high", "low", "high")
    with pytest.raises(CommandError, match="đang nhận phiếu ở HN1"):
        call_command("backup", str(tmp_path / "during.zip"))
    assert not (tmp_path / "during.zip").exists()
    close(screen, chi, an)
    assert not AccessCode.objects.exists()
    call_command("backup", str(tmp_path / "after.zip"))
