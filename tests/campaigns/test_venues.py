"""Where officials are voted on: why, at most so many whoever writes at the same time, and choosing another unit."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from campaigns.actions.decisions import choose_venues
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.models import Campaign, Eligibility, Venue
from campaigns.queries.venues import standings, with_several_venues
from campaigns.rules.eligibility import Holding, Person
from campaigns.rules.venues import SENTENCES, VenueReason, explain_venues
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Official, OrganisationUnit
from tests.campaigns.conftest import Appoint, approve
from tests.campaigns.rosters import occasion

SignIn = Callable[[User], Client]
KINDS = {1: "party_committee", 2: "peoples_council", 3: "department", 4: "front"}
REGIMES = {1: "party", 2: "state", 3: "other", 4: "other"}


def held(unit: int, position: int) -> Holding:
    return Holding(
        id=position,
        official=Person(1),
        unit_id=unit,
        unit_kind=KINDS[unit],
        tier="province",
        regime=REGIMES[unit],
        is_leadership=True,
        started_on=date(2026, 1, 1),
        means="elected",
        position=position,
    )


def codes(*chosen: int, units: tuple[int, ...] = (4, 3, 2, 1)) -> dict[int, tuple[int | None, str]]:
    found = explain_venues([held(unit, at) for at, unit in enumerate(units, 1)], occasion(), chosen)
    return {reason.unit_id: (reason.place, reason.code) for reason in found}


class TestWhy:
    def test_the_priority_comes_first_and_the_cap_ends_it(self) -> None:
        assert codes() == {
            1: (1, "by_priority"),
            2: (2, "by_priority"),
            4: (None, "beyond_cap"),
            3: (None, "beyond_cap"),
        }

    def test_workplaces_follow_the_roster(self) -> None:
        assert codes(units=(4, 3)) == {4: (1, "by_roster"), 3: (2, "by_roster")}

    def test_a_choice_comes_before_the_priority_which_fills_the_rest(self) -> None:
        assert codes(3) == {
            3: (1, "chosen"),
            1: (2, "by_priority"),
            2: (None, "passed_over"),
            4: (None, "passed_over"),
        }

    def test_each_reason_has_its_sentence_and_the_citation_of_its_rule_set(self) -> None:
        party, council, *_ = explain_venues([held(1, 1), held(2, 2)], occasion())
        assert party.sentence("Cấp ủy") == "Đề xuất: Cấp ủy xếp thứ 1 trong thứ tự ưu tiên của bộ quy định."
        assert (party.citation, council.citation) == (
            "Quy định 96-QĐ/TW, Điều 1 khoản 3",
            "Nghị quyết 96/2023/QH15, Điều 2 khoản 4",
        )
        assert all(replace(party, code=code).sentence("x") for code in SENTENCES)
        assert isinstance(party, VenueReason)


@pytest.fixture
def many_posts(
    small_campaign: Campaign,
    appoint: Appoint,
    commune: OrganisationUnit,
    council: OrganisationUnit,
    department: OrganisationUnit,
) -> Official:
    """Somebody with posts in three units: the Party committee and the council are proposed."""
    appoint("Cao Văn Ba", "Giám đốc trung tâm", department)
    appoint("Cao Văn Ba", "Phó Bí thư", commune, rank=2)
    appoint("Cao Văn Ba", "Phó Chủ tịch Hội đồng nhân dân", council, rank=2)
    evaluate_campaign(by=None, campaign=small_campaign)
    return Official.objects.get(full_name="Cao Văn Ba")


def units_of(campaign: Campaign, official: Official) -> list[str]:
    venues = Venue.objects.filter(campaign=campaign, official=official).order_by("slot")
    return list(venues.values_list("unit__code", flat=True))


def test_the_proposal_and_why(small_campaign: Campaign, many_posts: Official) -> None:
    assert [person.pk for person in with_several_venues(small_campaign)] == [many_posts.pk]
    assert units_of(small_campaign, many_posts) == ["DU001", "HD001"]
    standing = standings(small_campaign, [many_posts.pk])[many_posts.pk]
    assert [unit.code for unit in standing.units] == ["by_priority", "by_priority", "beyond_cap"]
    assert not standing.is_pending


def test_choosing_and_going_back(
    an: User, small_campaign: Campaign, many_posts: Official, department: OrganisationUnit
) -> None:
    choose_venues(by=an, campaign=small_campaign, official=many_posts, units=[department.pk], reason="Nơi công tác")
    assert units_of(small_campaign, many_posts) == ["S01", "DU001"]
    left_out = Eligibility.objects.get(appointment__official=many_posts, is_subject=False)
    assert (left_out.appointment.unit.code, left_out.reasons) == ("HD001", ["over_two_venues"])
    choose_venues(by=an, campaign=small_campaign, official=many_posts, units=[], reason="Theo đề xuất")
    assert units_of(small_campaign, many_posts) == ["DU001", "HD001"]
    assert AuditEvent.objects.filter(action="venue.choose").count() == 2


def test_nobody_chooses_beyond_their_scope(
    binh: User, small_campaign: Campaign, many_posts: Official, commune: OrganisationUnit
) -> None:
    Campaign.objects.update(organiser=commune)
    elsewhere = Official.objects.get(full_name="Ngô Văn Sáu")
    with pytest.raises(PermissionDenied):
        choose_venues(by=binh, campaign=small_campaign, official=elsewhere, units=[], reason="x")


def together(*works: Callable[[], object]) -> list[Exception | None]:
    """Run at the same time, each on a connection of its own; what each one raised."""
    start = threading.Barrier(len(works))
    raised: list[Exception | None] = [None] * len(works)

    def run(at: int, work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        except Exception as error:  # noqa: BLE001 - whatever it was is looked at below
            raised[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at, work)) for at, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.django_db(transaction=True)
def test_two_people_choosing_at_once_leave_two_venues(
    an: User,
    small_campaign: Campaign,
    many_posts: Official,
    council: OrganisationUnit,
    department: OrganisationUnit,
    commune: OrganisationUnit,
) -> None:
    def choosing(*units: OrganisationUnit) -> Callable[[], object]:
        wanted = [unit.pk for unit in units]
        return lambda: choose_venues(
            by=an, campaign=small_campaign, official=many_posts, units=wanted, reason="Theo đề nghị"
        )

    assert together(choosing(department, council), choosing(commune, department)) == [None, None]
    assert units_of(small_campaign, many_posts) in (["S01", "HD001"], ["DU001", "S01"])
    assert AuditEvent.objects.filter(action="venue.choose").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_a_third_venue_whoever_writes(
    small_campaign: Campaign, department: OrganisationUnit
) -> None:
    """Rows written past every rule, at the same time: two are taken, the third is not, and no larger cap helps."""
    official = Official.objects.get(full_name="Lê Văn Bảy")
    units = list(OrganisationUnit.objects.exclude(venues__official=official).without_tree_fields()[:3])

    def insert(slot: int, unit: OrganisationUnit, cap: int = 2) -> Callable[[], object]:
        def write() -> None:
            with transaction.atomic():
                Venue.objects.create(campaign=small_campaign, official=official, unit=unit, slot=slot, cap=cap)

        return write

    raised = together(insert(2, units[0]), insert(2, units[1]), insert(3, units[2]), insert(3, units[2], cap=3))
    assert sorted(error is None for error in raised) == [False, False, False, True]
    assert all(isinstance(error, IntegrityError) for error in raised if error is not None)
    assert Venue.objects.filter(campaign=small_campaign, official=official).count() == 2


class TestPages:
    def test_the_list_finds_and_explains(
        self, an: User, signed_in: SignIn, small_campaign: Campaign, many_posts: Official
    ) -> None:
        browser, page = signed_in(an), reverse("venue-list", args=[small_campaign.code])
        shown = browser.get(page).content.decode()
        assert "Cao Văn Ba" in shown
        assert "Cấp ủy xếp thứ 1 trong thứ tự ưu tiên" in shown
        assert "không cộng lại" in shown
        for query, is_found in (
            ("?q=cao+ba", True),
            ("?q=khong+co", False),
            ("?mark=over", True),
            ("?mark=chosen", False),
            ("?unit=S01", True),
            ("?mark=zzz", True),
        ):
            assert ("Cao Văn Ba" in browser.get(page + query).content.decode()) is is_found, query

    def test_choosing_on_the_page(
        self,
        an: User,
        signed_in: SignIn,
        small_campaign: Campaign,
        many_posts: Official,
        department: OrganisationUnit,
        commune: OrganisationUnit,
    ) -> None:
        browser, page = signed_in(an), reverse("venue-official", args=[small_campaign.code, many_posts.pk])
        entered = {"slot-1": str(department.pk), "slot-2": str(commune.pk), "reason": ""}
        shown = browser.post(page, entered)
        assert shown.status_code == 200
        assert f'value="{department.pk}" selected' in shown.content.decode()
        assert browser.post(page, entered | {"reason": "Theo đề nghị"}).status_code == 302
        assert units_of(small_campaign, many_posts) == ["S01", "DU001"]
        assert "Theo đề nghị" in browser.get(page).content.decode()
        browser.post(page, entered | {"reason": "Thôi", "back": "yes"})
        assert units_of(small_campaign, many_posts) == ["DU001", "HD001"]

    @pytest.mark.parametrize(
        ("entered", "sentence"),
        [
            ({"slot-1": "same", "slot-2": "same"}, "chọn hai lần"),
            ({"slot-1": "", "slot-2": ""}, "Chọn ít nhất một nơi"),
            ({"slot-1": "999999", "slot-2": ""}, "không còn chọn được"),
        ],
    )
    def test_what_cannot_be_stays_on_the_form(
        self,
        an: User,
        signed_in: SignIn,
        small_campaign: Campaign,
        many_posts: Official,
        commune: OrganisationUnit,
        entered: dict[str, str],
        sentence: str,
    ) -> None:
        page = reverse("venue-official", args=[small_campaign.code, many_posts.pk])
        sent = {name: str(commune.pk) if value == "same" else value for name, value in entered.items()}
        shown = signed_in(an).post(page, sent | {"reason": "Lý do đã gõ"}).content.decode()
        assert sentence in shown
        assert "Lý do đã gõ" in shown

    def test_after_the_approval_a_choice_waits(
        self, an: User, signed_in: SignIn, small_campaign: Campaign, many_posts: Official, department: OrganisationUnit
    ) -> None:
        approve(small_campaign)
        page = reverse("venue-official", args=[small_campaign.code, many_posts.pk])
        browser = signed_in(an)
        answer = browser.post(page, {"slot-1": str(department.pk), "slot-2": "", "reason": "Đổi nơi"}, follow=True)
        assert "còn chờ duyệt" in answer.content.decode()
        assert units_of(small_campaign, many_posts) == ["DU001", "HD001"]
        assert "chưa theo nơi lấy phiếu" in browser.get(page).content.decode()

    def test_scopes(
        self, giang: User, binh: User, signed_in: SignIn, small_campaign: Campaign, many_posts: Official
    ) -> None:
        page = reverse("venue-official", args=[small_campaign.code, many_posts.pk])
        sent = {"slot-1": "", "slot-2": "", "reason": "x", "back": "yes"}
        assert signed_in(giang).get(page).status_code == 200
        assert signed_in(giang).post(page, sent).status_code == 403
        assert signed_in(binh).get(page).status_code == 200
        elsewhere = Official.objects.get(full_name="Ngô Văn Sáu")
        other = reverse("venue-official", args=[small_campaign.code, elsewhere.pk])
        assert signed_in(binh).get(other).status_code == 404


def test_choosing_needs_an_open_campaign(an: User, small_campaign: Campaign, many_posts: Official) -> None:
    Campaign.objects.update(state="completed")
    with pytest.raises(Refused, match="đã kết thúc"):
        choose_venues(by=an, campaign=small_campaign, official=many_posts, units=[], reason="x")
