"""The drawn state machines: whole, worded, and the same as in the file."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import draw_states
from reports.presenters.state_machines import machines
from reports.rules.state_diagrams import Machine, document
from tests.campaigns.test_states import reached


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.title)
def test_every_state_is_reached_and_worded(machine: Machine) -> None:
    assert set(machine.labels) == set(machine.steps) == reached(dict(machine.steps), machine.start)


def test_guards_are_found_by_asking_the_rules() -> None:
    guards = {machine.title: machine.guards for machine in machines()}
    assert any("Có mặt …/…" in text for text in guards["Hội nghị"]["checking_in", "voting"])
    assert any("Đóng hòm phiếu" in text for text in guards["Hội nghị"]["voting", "counting"])
    assert guards["Hội nghị"]["counting", "counted"] == ()
    assert any("chưa có hội nghị" in text for text in guards["Đợt lấy phiếu"]["list_approved", "scheduled"])


def test_a_machine_is_drawn_with_its_words() -> None:
    text = document([Machine("Cửa", "open", {"open": "Mở", "shut": "Đóng"}, {"open": ("shut",), "shut": ()})])
    assert 'state "Mở" as open' in text
    assert "open --> shut" in text
    assert "shut --> [*]" in text


def test_a_file_that_is_behind_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setattr(draw_states, "TARGET", tmp_path / "states.md")
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="draw_states"):
        call_command("draw_states", check=True)
    call_command("draw_states")
    drawn = (tmp_path / "states.md").read_text(encoding="utf-8")
    call_command("draw_states", check=True)
    assert drawn == document(machines())


def test_the_file_is_as_the_code_has_it() -> None:
    assert draw_states.TARGET.read_text(encoding="utf-8") == document(machines())
