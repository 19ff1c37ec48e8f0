"""The pages of results: figures with their explanation, who may see them, and a fixed number of queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import Phase, SessionState, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from officials.models import OrganisationUnit
from tests.reports.papers import text
from tests.reports.sessions import Style, counted_session, crowd

pytestmark = pytest.mark.django_db
SESSION = "/dot/HDND-2023/hoi-nghi/KH-15"
SignedIn = Callable[[User], Client]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_every_figure_says_where_it_comes_from(session: VotingSession, an: User, signed_in: SignedIn) -> None:
    shown = page(signed_in(an), f"{SESSION}/ket-qua/")
    assert "25/47 phiếu thu về = 53,19 %; trên 1/2, chưa đến 2/3; căn cứ Nghị quyết 96/2023/QH15, Điều 12" in shown
    assert "47 phiếu thu về − (19 + 2 + 25) = 1: 0 phiếu không hợp lệ toàn bộ, 1 phiếu không hợp lệ riêng" in shown
    assert "Quá nửa, chưa đến 2/3 tín nhiệm thấp" in shown
    assert "Có thể xin từ chức" in shown


def test_bars_are_drawn_without_inline_style(session: VotingSession, an: User, signed_in: SignedIn) -> None:
    shown = page(signed_in(an), f"{SESSION}/ket-qua/")
    assert '<rect class="level-low" x="44.681%" width="53.191%"' in shown
    assert 'aria-label="Tín nhiệm cao: 19 (40,43 %); Tín nhiệm: 2 (4,26 %); Tín nhiệm thấp: 25 (53,19 %)' in shown
    assert "style=" not in shown


def test_a_session_without_results(session: VotingSession, an: User, signed_in: SignedIn) -> None:
    VotingSession.objects.update(state=SessionState.VOTING)
    assert "Chưa có kết quả" in page(signed_in(an), f"{SESSION}/ket-qua/")
    assert "Chưa có kết quả" in page(signed_in(an), f"{SESSION}/ket-qua/tom-tat/")
    assert "Chưa có kết quả" in page(signed_in(an), "/dot/HDND-2023/ket-qua/")
    response = signed_in(an).get(f"{SESSION}/bien-ban.pdf", follow=True)
    assert response.redirect_chain == [(f"{SESSION}/ket-qua/", 302)]
    assert "chưa lập được biên bản" in response.content.decode()
    response = signed_in(an).get("/dot/HDND-2023/ket-qua.xlsx", follow=True)
    assert "chưa có hội nghị nào có kết quả" in response.content.decode()


def test_a_session_with_missing_numbers_says_so(session: VotingSession, an: User, signed_in: SignedIn) -> None:
    session.styles.get(name="Khối UBND").counts.all().delete()
    sentence = "Loại phiếu “Khối UBND” chưa có kết quả kiểm phiếu."
    for address in (f"{SESSION}/ket-qua/", f"{SESSION}/ket-qua/tom-tat/", "/dot/HDND-2023/ket-qua/"):
        assert sentence in page(signed_in(an), address)


def test_the_minutes_are_handed_out_and_noted(session: VotingSession, giang: User, signed_in: SignedIn) -> None:
    response = signed_in(giang).get(f"{SESSION}/bien-ban.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert "53,19" in text(response.content)
    assert AuditEvent.objects.get(action="minutes.issued").actor_id == giang.pk


@pytest.mark.parametrize("address", ["ket-qua/", "ket-qua/tom-tat/", "bien-ban.pdf"])
def test_who_may_see_a_session(
    address: str, session: VotingSession, signed_in: SignedIn, request: pytest.FixtureRequest
) -> None:
    for name, status in {"an": 200, "khanh": 200, "chi": 200, "giang": 200}.items():
        assert signed_in(request.getfixturevalue(name)).get(f"{SESSION}/{address}").status_code == status, name
    for name, status in {"binh": 404, "dung": 403, "ha": 403}.items():
        assert signed_in(request.getfixturevalue(name)).get(f"{SESSION}/{address}").status_code == status, name
    assert Client().get(f"{SESSION}/{address}").status_code == 302
    assert signed_in(request.getfixturevalue("an")).get(f"/dot/HDND-2023/hoi-nghi/X/{address}").status_code == 404


@pytest.mark.parametrize("address", ["ket-qua/", "ket-qua.xlsx"])
def test_who_may_see_a_campaign(address: str, session: VotingSession, an: User, ha: User, signed_in: SignedIn) -> None:
    assert signed_in(an).get(f"/dot/HDND-2023/{address}").status_code == 200
    assert signed_in(ha).get(f"/dot/HDND-2023/{address}").status_code == 403
    assert Client().get(f"/dot/HDND-2023/{address}").status_code == 302
    assert signed_in(an).get(f"/dot/XYZ/{address}").status_code == 404


def test_a_campaign_shows_only_ones_own_units(
    session: VotingSession, phase: Phase, commune: OrganisationUnit, binh: User, signed_in: SignedIn
) -> None:
    counted_session(phase, commune, [Style("Khối cấp ủy", crowd(1))], code="DU-1", name="Hội nghị Đảng ủy xã")
    shown = page(signed_in(binh), "/dot/HDND-2023/ket-qua/")
    assert "Hội nghị Đảng ủy xã" in shown
    assert "Kỳ họp thứ 15" not in shown


class TestFilters:
    @pytest.fixture(autouse=True)
    def two_sessions(self, session: VotingSession, phase: Phase, commune: OrganisationUnit) -> None:
        counted_session(phase, commune, [Style("Khối cấp ủy", crowd(2))], code="DU-1", name="Hội nghị Đảng ủy xã")

    def test_a_band_shows_the_people_in_it(self, an: User, signed_in: SignedIn) -> None:
        shown = page(signed_in(an), "/dot/HDND-2023/ket-qua/?band=over_half")
        assert "L. D. T." in shown
        assert "V. V. K." not in shown
        assert "Hội nghị Đảng ủy xã" not in shown

    def test_a_unit(self, an: User, signed_in: SignedIn, commune: OrganisationUnit) -> None:
        shown = page(signed_in(an), f"/dot/HDND-2023/ket-qua/?unit={commune.code}")
        assert "Hội nghị Đảng ủy xã" in shown
        assert "L. D. T." not in shown

    def test_a_phase(self, an: User, signed_in: SignedIn, phase: Phase) -> None:
        assert "L. D. T." in page(signed_in(an), f"/dot/HDND-2023/ket-qua/?phase={phase.pk}")

    def test_nothing_found(self, an: User, signed_in: SignedIn) -> None:
        assert "Không có hội nghị nào khớp" in page(signed_in(an), "/dot/HDND-2023/ket-qua/?band=two_thirds")

    def test_a_wrong_choice_is_no_error(self, an: User, signed_in: SignedIn) -> None:
        assert "<h1>" in page(signed_in(an), "/dot/HDND-2023/ket-qua/?band=x&unit=y&phase=z&page=w")


def test_units_stand_in_office_order(
    session: VotingSession, phase: Phase, make_unit: Callable[..., OrganisationUnit], an: User, signed_in: SignedIn
) -> None:
    late, early = make_unit("A9", position=9), make_unit("Z1", position=1)
    counted_session(phase, late, [Style("Khối", crowd(1))], code="A", name="Hội nghị sau")
    counted_session(phase, early, [Style("Khối", crowd(1))], code="Z", name="Hội nghị trước")
    shown = page(signed_in(an), "/dot/HDND-2023/ket-qua/")
    assert shown.index("Hội nghị trước") < shown.index("Hội nghị sau")


@pytest.mark.parametrize("query", ["", "?band=over_half"])
def test_queries_do_not_grow(
    query: str, session: VotingSession, phase: Phase, council: OrganisationUnit, an: User, signed_in: SignedIn
) -> None:
    client = signed_in(an)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, f"/dot/HDND-2023/ket-qua/{query}")
        return len(captured)

    queries()
    few = queries()
    for number in range(30):
        counted_session(phase, council, [Style("Khối", crowd(4, over_half=1))], code=f"S-{number}")
    assert queries() == few


def test_twenty_five_sessions_a_page(phase: Phase, council: OrganisationUnit, an: User, signed_in: SignedIn) -> None:
    for number in range(26):
        counted_session(phase, council, [Style("Khối", crowd(1))], code=f"S-{number:02}", name=f"Hội nghị {number:02}")
    first, second = (page(signed_in(an), f"/dot/HDND-2023/ket-qua/?page={number}") for number in (1, 2))
    assert "Hội nghị 24" in first
    assert "Hội nghị 25" not in first
    assert "Hội nghị 25" in second
