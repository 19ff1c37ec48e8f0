"""The sign-in sheet: everybody once, signatures never alone, a draft until the roll is frozen."""

from dataclasses import replace

import pytest
from django.test import Client

from campaigns.actions.day import prepare_session
from campaigns.models import VotingSession
from config.accounts.models import User
from reports.pdf import render_pdf
from reports.presenters.sign_in import SignInPaper, SignInRow
from tests.campaigns.test_sessions_actions import Put, office, phase, put, session
from tests.campaigns.test_voter_pages import SignedIn
from tests.reports.papers import pages, text

__all__ = ["Put", "office", "phase", "put", "session"]
SHEET = "/dot/LP2028/hoi-nghi/HN-S01/ky-nhan-phieu.pdf"


def paper(number: int) -> SignInPaper:
    rows = tuple(
        SignInRow(place, f"Nguyễn Thị Minh Khai {place}", "Phó Giám đốc", "Sở Nông nghiệp và Môi trường", "")
        for place in range(1, number + 1)
    )
    return SignInPaper(
        is_party=bool(number % 2),
        title="Danh sách",
        created="2028-07-05T08:00:00+07:00",
        superior="ỦY BAN NHÂN DÂN TỈNH MINH HÒA",
        issuer="SỞ NỘI VỤ",
        place_and_date="Minh Hòa, ngày 05 tháng 7 năm 2028",
        secrecy="MẬT",
        mark="",
        is_draft=False,
        subject="Hội nghị lấy phiếu tín nhiệm tại Sở Nội vụ",
        held="Thời gian: 8 giờ 00 phút, ngày 05 tháng 7 năm 2028, tại Hội trường lớn.",
        rows=rows,
        total=f"Danh sách có {number:02} đại biểu.",
        digest="0123456789abcdef" * 4,
    )


def sheet(number: int) -> bytes:
    return render_pdf("reports/print/sign_in.html", {"paper": paper(number)})


@pytest.mark.parametrize("number", [1, 9, 10, 11, 14, 15, 16, 17, 47])
def test_everybody_has_a_row_and_signatures_are_never_alone(number: int) -> None:
    found = pages(sheet(number))
    assert sum(page.count("Nguyễn Thị Minh Khai") for page in found) == number
    assert found[-1].index(f"Khai {number} ") < found[-1].index("NGƯỜI LẬP DANH SÁCH")
    assert "Ký nhận phiếu" in found[-1]
    for place, page in enumerate(found, 1):
        assert f"{place}/{len(found)}" in page
        assert "0123456789abcdef" in page


def test_a_draft_says_so_on_every_page() -> None:
    draft = replace(paper(47), mark="DỰ THẢO", is_draft=True, digest="")
    found = pages(render_pdf("reports/print/sign_in.html", {"paper": draft}))
    assert all("DỰ THẢO" in page for page in found)


@pytest.mark.django_db
def test_the_sheet_of_a_session(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client: Client = signed_in(an)
    draft = text(client.get(SHEET).content)
    assert "DỰ THẢO" in draft
    prepared = prepare_session(by=an, session=session)
    final = text(client.get(SHEET).content)
    assert "DỰ THẢO" not in final
    assert prepared.roll_digest[:32] in final
    assert [final.count(voter.name) for voter in session.voters.all()] == [1, 1, 1, 1]


@pytest.mark.django_db
def test_every_page_of_a_rehearsal_says_so(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    VotingSession.objects.update(is_rehearsal=True)
    found = pages(signed_in(an).get(SHEET).content)
    assert found
    assert all("DIỄN TẬP" in page for page in found)


@pytest.mark.django_db
def test_a_roll_without_anybody_gets_a_sentence(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    session.voters.all().delete()
    page = signed_in(an).get(SHEET, follow=True).content.decode()
    assert "Danh sách người ghi phiếu chưa có ai" in page
