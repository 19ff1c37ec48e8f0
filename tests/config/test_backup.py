"""The whole state goes into a file and comes back; a wrong file changes nothing."""

import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from config.accounts.models import User
from config.backup import back_up, restore
from config.errors import Refused
from officials.models import Official, Portrait

pytestmark = pytest.mark.django_db(transaction=True)

BYTES = bytes(range(256))


@pytest.fixture
def saved(an: User, tmp_path: Path) -> Path:
    official = Official.objects.create(code="MH1", full_name="Lê, “Thị”\nÁnh")
    Portrait.objects.create(official=official, content=BYTES)
    back_up(tmp_path / "state.zip")
    return tmp_path / "state.zip"


def test_what_was_there_comes_back(saved: Path) -> None:
    Official.objects.update(full_name="Người khác")
    User.objects.create_user("moi", "x", full_name="Mới")
    Portrait.objects.update(content=b"")
    restore(saved)
    assert list(Official.objects.values_list("full_name", flat=True)) == ["Lê, “Thị”\nÁnh"]
    assert bytes(Portrait.objects.get().content) == BYTES
    assert not User.objects.filter(username="moi").exists()


def test_new_rows_go_on_behind_the_old(saved: Path) -> None:
    restore(saved)
    with transaction.atomic():
        assert Official.objects.create(code="MH2", full_name="Mới").pk > Official.objects.get(code="MH1").pk


def test_constraints_hold_after_restoring(saved: Path) -> None:
    restore(saved)
    with pytest.raises(IntegrityError):
        Official.objects.create(code="MH1", full_name="Trùng mã")


def test_a_changed_file_is_refused_and_changes_nothing(saved: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"MH1", b"MH9") if name == "officials_official.csv" else content)
    with pytest.raises(Refused, match="bị hỏng"):
        restore(bad)
    assert Official.objects.get().code == "MH1"


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04"])
def test_what_is_no_backup_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(Refused, match="bị hỏng"):
        restore(tmp_path / "x.zip")


def test_the_commands_ask_before_replacing(saved: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(saved))
    call_command("restore", str(saved), "--replace")
    assert "Đã khôi phục" in capsys.readouterr().out


def test_a_missing_folder_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("backup", str(tmp_path / "no" / "state.zip"))


def test_nobody_else_may_read_the_file(saved: Path) -> None:
    assert saved.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("manifest", [b"[]", b"\xff\xfe\x00", b"{}", b"1"])
def test_a_manifest_that_is_none_is_refused(manifest: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("manifest.json", manifest)
    with pytest.raises(Refused, match="bị hỏng"):
        restore(tmp_path / "x.zip")


def test_a_file_without_all_tables_is_refused(saved: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(tmp_path / "x.zip", "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        new.writestr("manifest.json", json.dumps({**manifest, "tables": {}}))
    with pytest.raises(Refused, match="bị hỏng"):
        restore(tmp_path / "x.zip")
    assert Official.objects.exists()
