"""The pack of papers of a session day."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ballots.queries.rehearsals import decks_of
from ballots.rules.validity import FLAWS
from campaigns.actions.day import prepare_session
from campaigns.actions.tallies import recount
from campaigns.models import Casting, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from config.jobs.models import Job, JobState
from config.jobs.running import run_job
from reports.actions.pack import issue_pack, issue_part
from reports.pdf import render_pdf
from reports.presenters.labels import labels_paper
from reports.presenters.pack import (
    OF_PAPER,
    PART_NAMES,
    PackOptions,
    Part,
    chosen_size,
    parts_of,
    style_summaries,
    usual_ballots,
    usual_reserve,
)
from reports.presenters.records import BALLOT_SEALING, BOX_SEALING, HANDOVER, record_paper
from reports.presenters.tally import sheets_of, squares_for, tally_paper
from tests.campaigns.test_sessions_actions import Put, office, phase, put, session
from tests.reports.packing import facts, style
from tests.reports.papers import pages, text

__all__ = ["Put", "office", "phase", "put", "session"]
SignedIn = Callable[[User], Client]
PACK = "/dot/LP2028/hoi-nghi/HN-S01/bo-giay-to/"
EVERYTHING = tuple(str(part) for part in parts_of(is_rehearsal=False, has_paper=True))


@pytest.mark.parametrize("is_party", [True, False])
@pytest.mark.parametrize("kind", [HANDOVER, BOX_SEALING, BALLOT_SEALING])
def test_records_are_of_one_page_with_their_signatures(kind: str, is_party: bool) -> None:
    found = facts(12, is_party=is_party, secrecy="Mật")
    page = pages(render_pdf("reports/print/record.html", {"paper": record_paper(found, kind, "")}))
    assert len(page) == 1
    assert found.texts[f"{kind}_title"] in page[0]
    assert "MẬT" in page[0]
    assert ("T/M BAN KIỂM PHIẾU" in page[0]) == is_party
    assert "{" not in page[0]


@pytest.mark.parametrize("number", [1, 12, 28, 60])
def test_a_tally_sheet_has_room_for_everybody(number: int) -> None:
    found = facts(number)
    sheets = pages(render_pdf("reports/print/tally.html", {"paper": tally_paper(found, found.styles[0], "")}))
    whole = " ".join(sheets)
    assert all(" ".join(name.split()) in whole for name, _ in found.styles[0].people)
    assert all("Tín nhiệm thấp" in sheet for sheet in sheets)
    assert "NGƯỜI ĐỌC PHIẾU" in sheets[-1]
    assert f"{number} " in sheets[-1].split("NGƯỜI ĐỌC PHIẾU")[0]


@pytest.mark.parametrize(("ballots", "squares"), [(1, 1), (5, 1), (6, 2), (47, 10), (50, 10)])
def test_five_strokes_a_square(ballots: int, squares: int) -> None:
    assert squares_for(ballots).path.count("M") == squares


def test_a_bundle_a_sheet() -> None:
    assert [sheets_of(number) for number in (1, 50, 51, 120)] == [1, 1, 2, 3]


def test_a_label_for_each_kind_of_ballot() -> None:
    found = facts(3, styles=(style(3), style(2, position=2, name="Khối HĐND", colour="xanh")))
    sheets = pages(render_pdf("reports/print/labels.html", {"paper": labels_paper(found, "DIỄN TẬP")}))
    assert [("Khối UBND" in sheet, "Khối HĐND" in sheet) for sheet in sheets] == [(True, False), (False, True)]
    assert all("DIỄN TẬP" in sheet for sheet in sheets)


def test_the_size_fits_or_is_larger_than_wanted() -> None:
    few, many = facts(1), facts(28)
    assert [str(chosen_size(few, few.styles[0], wanted)) for wanted in ("auto", "A5", "A4")] == ["A6", "A5", "A4"]
    assert str(chosen_size(many, many.styles[0], "A6")) == "A4"
    summary = style_summaries(many, PackOptions((), 50, "A6"))[0]
    assert summary.leaves == "50 phiếu: 100 tờ A4, in một mặt"
    assert "khổ lớn hơn" in summary.note
    assert [usual_reserve(number) for number in (3, 47, 500)] == [2, 2, 15]
    assert [usual_ballots(47, casting) for casting in Casting] == [49, 0, 0]
    assert "Ghi số phiếu" in style_summaries(many, PackOptions((), 0))[0].leaves


@pytest.mark.django_db
def test_ballots_are_for_a_prepared_session(an: User, giang: User, session: VotingSession) -> None:
    options = PackOptions(EVERYTHING, ballots=5)
    with pytest.raises(Refused, match="đã chuẩn bị xong"):
        issue_pack(by=an, session=session, options=options)
    prepared = prepare_session(by=an, session=session)
    with pytest.raises(PermissionDenied):
        issue_pack(by=giang, session=prepared, options=options)
    VotingSession.objects.update(casting=Casting.SCREEN)
    with pytest.raises(Refused, match="màn hình"):
        issue_pack(by=an, session=VotingSession.objects.get(), options=options)
    with pytest.raises(Refused, match="Chọn ít nhất một"):
        issue_pack(by=an, session=prepared, options=PackOptions((), ballots=5))


@pytest.mark.django_db
def test_the_whole_pack(an: User, session: VotingSession) -> None:
    """Four voters and one in reserve: five ballots of three people, two a sheet, are three sheets."""
    prepared = prepare_session(by=an, session=session)
    told: list[str] = []
    pdf = issue_pack(
        by=an,
        session=prepared,
        options=PackOptions(EVERYTHING, ballots=5, size="A5"),
        progress=lambda stage, done, total: told.append(stage),
    )
    found = pages(pdf)
    assert sum("Đánh dấu (x)" in page for page in found) == 3
    outline: list[Any] = PdfReader(io.BytesIO(pdf)).outline
    assert [item.title for item in outline][1:3] == [
        "Danh sách ký nhận phiếu",
        "Biên bản bàn giao phiếu",
    ]
    whole = " ".join(found)
    for heading in ("BIÊN BẢN KIỂM PHIẾU", "BIÊN BẢN NIÊM PHONG PHIẾU", "PHIẾU KIỂM", "PHIẾU TÍN NHIỆM ĐÃ KIỂM"):
        assert heading in whole
    assert "DỰ THẢO" not in whole
    assert len(told) == len(EVERYTHING) + 1
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.after["ballots"]) == ("pack.issued", 5)


@pytest.mark.django_db
def test_every_paper_of_a_rehearsal_and_of_a_draft_says_so(an: User, session: VotingSession) -> None:
    for part in parts_of(is_rehearsal=False, has_paper=True):
        mark = "MẪU" if part == Part.BALLOTS else "DỰ THẢO"
        assert all(mark in page for page in pages(issue_part(by=an, session=session, part=part))), part
    VotingSession.objects.update(is_rehearsal=True)
    rehearsed = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit__parent").get()
    for part in Part:
        assert all("DIỄN TẬP" in page for page in pages(issue_part(by=an, session=rehearsed, part=part))), part


@pytest.mark.django_db
def test_a_rehearsal_has_its_deck_and_the_minutes_that_it_has_to_give(an: User, session: VotingSession) -> None:
    """Every ballot of the deck with its marks, and the figures that the rehearsal's page wants."""
    with pytest.raises(Refused, match="Chỉ hội nghị diễn tập"):
        issue_part(by=an, session=session, part=Part.DECK)
    VotingSession.objects.update(is_rehearsal=True)
    recount([session.pk])
    rehearsed = VotingSession.objects.select_related("campaign", "phase__rule_set", "unit__parent").get()
    deck, minutes = (text(issue_part(by=an, session=rehearsed, part=part)) for part in (Part.DECK, Part.EXPECTED))
    for found in decks_of(rehearsed):
        for number, sheet in enumerate(found.sheets, 1):
            assert f"{number}{sheet.marks or FLAWS[sheet.flaw].label}".replace(" ", "") in deck.replace(" ", "")
        for line, votes in zip(found.style.lines, found.expected.votes, strict=True):
            row = minutes.partition(f" {line.name} {line.title} ")[2].split()[3:9:2]
            assert row == [str(number) for number in votes]
    assert "biên bản phải ra" in minutes


@pytest.mark.django_db
def test_the_page_sets_the_pack_in_a_job(an: User, binh: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    assert "DỰ THẢO" in client.get(PACK).content.decode()
    data = {"parts": ["ky-nhan"], "ballots": "6", "size": "auto"}
    refused = client.post(PACK, {**data, "parts": ["phieu"]})
    assert refused.status_code == 200
    assert "Lập cả bộ" in refused.content.decode()
    prepare_session(by=an, session=session)
    answer = client.post(PACK, {**data, "parts": ["phieu", "ky-nhan"]})
    assert answer.status_code == 302
    job = Job.objects.get()
    run_job.call(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "")
    ready = reverse("session-pack-ready", args=["LP2028", "HN-S01", job.pk])
    page = client.get(ready).content.decode()
    assert "Tải về" in page
    assert "Đã in phiếu" in page
    assert "DANH SÁCH ĐẠI BIỂU" in text(client.get(f"{ready}?file=yes").content)
    assert signed_in(binh).get(ready).status_code == 404
    Job.objects.update(file=None)
    assert client.get(f"{ready}?file=yes").status_code == 302


@pytest.mark.django_db
def test_where_some_vote_on_the_screen_somebody_says_how_many_ballots(
    an: User, signed_in: SignedIn, session: VotingSession
) -> None:
    """Four voters; fewer ballots than that only where the rest vote otherwise, and then nobody guesses how many."""
    prepare_session(by=an, session=session)
    client = signed_in(an)
    assert 'value="6"' in client.get(PACK).content.decode()
    VotingSession.objects.update(casting=Casting.MIXED)
    page = client.get(PACK).content.decode()
    assert "một phần ghi trên màn hình" in page
    assert "Ghi số phiếu giấy cần in để biết số tờ" in page
    data = {"parts": ["phieu"], "ballots": "", "size": "A5"}
    assert "kể cả phiếu dự phòng" in client.post(PACK, data).content.decode()
    assert client.post(PACK, {**data, "ballots": "3"}).status_code == 302
    assert Job.objects.get().arguments["options"]["ballots"] == 3
    VotingSession.objects.update(casting=Casting.SCREEN)
    on_screen = client.get(PACK).content.decode()
    assert 'name="ballots"' not in on_screen
    assert PART_NAMES[Part.SIGN_IN] in on_screen
    assert not [name for part in OF_PAPER[1:] if (name := PART_NAMES[part]) in on_screen]
    assert client.get(f"{PACK}ban-giao.pdf").status_code == 404
    assert client.get(f"{PACK}phieu.pdf").status_code == 200


@pytest.mark.django_db
def test_what_cannot_be_is_refused_with_a_sentence(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    wrongs: tuple[dict[str, Any], ...] = (
        {"ballots": "-1"},
        {"ballots": "nhiều"},
        {"ballots": "3"},
        {"ballots": "100000"},
        {"size": "A3"},
        {"parts": ["x"]},
        {"parts": []},
    )
    for wrong in wrongs:
        data = {"parts": ["ky-nhan"], "ballots": "6", "size": "auto", **wrong}
        assert client.post(PACK, data).status_code == 200
        assert client.get(PACK, data).status_code == 200
    assert not Job.objects.exists()
    assert client.get(f"{PACK}khac.pdf").status_code == 404
    assert client.get(f"{PACK}mau-9.png").status_code == 404
    session.voters.all().delete()
    assert "chưa có ai" in client.get(f"{PACK}ky-nhan.pdf", follow=True).content.decode()


@pytest.mark.django_db
def test_a_picture_of_the_ballot(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    answer = signed_in(giang).get(f"{PACK}mau-1.png?parts=ky-nhan&size=A5&with_criteria=on")
    assert answer.content.startswith(b"\x89PNG")
