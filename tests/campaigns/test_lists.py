"""The list of people: submitting, deciding once, and nothing that changes silently afterwards."""

import threading
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.actions.ballots import update_ballots
from campaigns.actions.day import prepare_session
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.lists import (
    Document,
    accept_differences,
    approve_list,
    return_list,
    submit_list,
    withdraw_list,
)
from campaigns.actions.sessions import SessionPlan, create_session, remove_subject
from campaigns.models import Campaign, Eligibility, ListVersion, Subject, VotingSession
from campaigns.queries.lists import digest_of, list_differences, list_rows, rows_of, version_in_force
from campaigns.rules.list_digest import ListLine, list_digest
from config.accounts.models import User
from config.accounts.permissions import Role
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Official, OrganisationUnit, Title
from tests.campaigns.conftest import Appoint
from tests.conftest import person

SignIn = Callable[[User], Client]
DOCUMENT = Document("125-QĐ/TU", date(2026, 1, 5))
AMENDMENT = Document("140-QĐ/TU", date(2026, 2, 6), "Theo đề nghị")
ENTERED = {"number": "140-QĐ/TU", "day": "2026-02-06", "note": ""}


def at(name: str, campaign: Campaign) -> str:
    return reverse(name, args=[campaign.code])


def notice(name: str) -> Official:
    """The official gets a retirement notice."""
    Official.objects.filter(full_name=name).update(retirement_notice_on=date(2028, 5, 1))
    return Official.objects.get(full_name=name)


class TestDigest:
    LINES = (
        ListLine("A1", "Lê Văn Bảy", "Bí thư", "DU001", "Đảng ủy", "party", "party"),
        ListLine("A2", "Trần Thị Tám", "Chủ tịch", "HD001", "HĐND", "council", "council"),
    )

    def test_it_does_not_depend_on_the_order(self) -> None:
        assert list_digest(self.LINES) == list_digest(self.LINES[::-1])

    def test_every_word_of_a_line_counts(self) -> None:
        first, other = self.LINES
        for name in ListLine.__dataclass_fields__:
            fields = {field: getattr(first, field) for field in ListLine.__dataclass_fields__}
            changed = ListLine(**{**fields, name: "khác"})
            assert list_digest([changed, other]) != list_digest(self.LINES), name

    def test_a_line_more_or_less_counts(self) -> None:
        assert (
            len({list_digest(self.LINES), list_digest(self.LINES[:1]), list_digest([*self.LINES, self.LINES[0]])}) == 3
        )


def test_submitted_approved_and_kept(an: User, khanh: User, small_campaign: Campaign) -> None:
    submit_list(by=an, campaign=small_campaign, note="Trình")
    version = approve_list(by=khanh, campaign=small_campaign, document=DOCUMENT)
    small_campaign.refresh_from_db()
    assert (small_campaign.state, version.document_number, version.decided_by) == ("list_approved", "125-QĐ/TU", khanh)
    assert (version.officials, version.appointments) == (5, 5)
    assert rows_of(version) == list_rows(small_campaign)
    assert version.digest == digest_of(rows_of(version))


def test_submitting_is_refused_when_the_roster_has_changed_since(an: User, small_campaign: Campaign) -> None:
    notice("Ngô Văn Sáu")
    with pytest.raises(Refused, match="ảnh hưởng 1 chức vụ"):
        submit_list(by=an, campaign=small_campaign)
    assert not ListVersion.objects.exists()
    evaluate_campaign(by=an, campaign=small_campaign)
    assert submit_list(by=an, campaign=small_campaign).appointments == 4


def test_nobody_approves_what_they_submitted(small_campaign: Campaign, khanh: User) -> None:
    from officials.models import Assignment

    Assignment.objects.create(user=khanh, role=Role.ORGANISER)
    submit_list(by=khanh, campaign=small_campaign)
    with pytest.raises(Refused, match="Nhờ người khác"):
        approve_list(by=khanh, campaign=small_campaign, document=DOCUMENT)


def test_a_name_corrected_while_it_waits_stops_the_approval(an: User, khanh: User, small_campaign: Campaign) -> None:
    submit_list(by=an, campaign=small_campaign)
    Official.objects.filter(full_name="Lê Văn Bảy").update(full_name="Lê Văn Bẩy")
    with pytest.raises(Refused, match="không còn như lúc trình"):
        approve_list(by=khanh, campaign=small_campaign, document=DOCUMENT)


def test_returning_loses_nothing(an: User, khanh: User, small_campaign: Campaign) -> None:
    before = list(Eligibility.objects.order_by("pk").values())
    submit_list(by=an, campaign=small_campaign, note="Trình")
    return_list(by=khanh, campaign=small_campaign, note="Xem lại Sở Nội vụ")
    small_campaign.refresh_from_db()
    assert small_campaign.state == "draft"
    assert list(Eligibility.objects.order_by("pk").values()) == before
    assert ListVersion.objects.get().decision_note == "Xem lại Sở Nội vụ"
    assert submit_list(by=an, campaign=small_campaign).version == 2


def test_nobody_decides_on_a_version_they_have_not_seen(
    an: User, khanh: User, signed_in: SignIn, small_campaign: Campaign
) -> None:
    """Between opening the page and sending it the list was taken back and handed in again."""
    leader = signed_in(khanh)
    submit_list(by=an, campaign=small_campaign)
    assert 'name="seen" value="1"' in leader.get(at("list-approve", small_campaign)).content.decode()
    withdraw_list(by=an, campaign=small_campaign, reason="Sửa")
    submit_list(by=an, campaign=small_campaign)
    for name, sent in (("list-approve", ENTERED), ("list-return", {"note": "Xem lại"})):
        page = leader.post(at(name, small_campaign), {**sent, "seen": "1"}).content.decode()
        assert "danh sách đang chờ duyệt là lần 2" in page
        assert 'name="seen" value="2"' in page
    assert leader.post(at("list-approve", small_campaign), {**ENTERED, "seen": "2"}).status_code == 302
    assert ListVersion.objects.get(state="approved").version == 2


def test_steps_that_are_over_lead_back_with_a_sentence(
    an: User, khanh: User, signed_in: SignIn, small_campaign: Campaign
) -> None:
    page = signed_in(khanh).get(at("list-approve", small_campaign), follow=True)
    assert "Không có danh sách nào đang chờ duyệt" in page.content.decode()
    submit_list(by=an, campaign=small_campaign)
    page = signed_in(an).get(at("list-submit", small_campaign), follow=True)
    assert "không trình danh sách được nữa" in page.content.decode()


def test_the_next_step_is_there_for_whoever_takes_it(
    an: User, khanh: User, signed_in: SignIn, small_campaign: Campaign
) -> None:
    """On the campaign's page and on that of the list, in each state; no button that is always refused."""

    def seen(by: User) -> tuple[str, str]:
        browser = signed_in(by)
        names = ("campaign-detail", "list-history")
        first, second = (browser.get(at(name, small_campaign)).content.decode() for name in names)
        return first, second

    assert all(at("list-submit", small_campaign) in page for page in seen(an))
    submit_list(by=an, campaign=small_campaign)
    assert "Đưa về bước xét đối tượng" not in seen(an)[0]
    assert all(at("list-withdraw", small_campaign) in page for page in seen(an))
    assert "đang chờ đồng chí duyệt" in seen(khanh)[0]
    assert all(at("list-approve", small_campaign) in page for page in seen(khanh))
    return_list(by=khanh, campaign=small_campaign, note="Xem lại Sở Nội vụ")
    assert "Sửa theo ý kiến" in seen(an)[0]
    assert all("Xem lại Sở Nội vụ" in page for page in seen(an))
    submit_list(by=an, campaign=small_campaign)
    approve_list(by=khanh, campaign=small_campaign, document=DOCUMENT)
    assert "đơn vị có người được lấy phiếu mà chưa có hội nghị" in seen(an)[0]
    assert at("list-change-note", small_campaign) in seen(an)[1]


def test_nobody_accepts_a_change_they_have_not_seen(
    khanh: User, signed_in: SignIn, approved_campaign: Campaign
) -> None:
    """The roster changed again after the page was made."""
    leaving = notice("Ngô Văn Sáu")
    leader, page = signed_in(khanh), at("list-change", approved_campaign)
    name = f"seen-{leaving.pk}"
    person = leader.get(page).context["people"][0]
    sent = {**ENTERED, "officials": [str(leaving.pk)], name: person.mark}
    Official.objects.filter(pk=leaving.pk).update(retirement_notice_on=None, illness_from=date(2027, 6, 1))
    Official.objects.filter(pk=leaving.pk).update(full_name="Ngô Văn Sáu Mới")
    refused = leader.post(page, sent).content.decode()
    assert "không còn như đã xem" in refused
    assert ListVersion.objects.count() == 1
    person = leader.get(page).context["people"][0]
    assert leader.post(page, {**sent, name: person.mark}).status_code == 302


def test_taking_back(an: User, small_campaign: Campaign) -> None:
    submit_list(by=an, campaign=small_campaign)
    withdraw_list(by=an, campaign=small_campaign, reason="Nhầm")
    with pytest.raises(Refused, match="Không có danh sách nào đang chờ duyệt"):
        withdraw_list(by=an, campaign=small_campaign, reason="Nhầm")


@pytest.mark.django_db(transaction=True)
def test_two_leaders_approving_at_once(an: User, khanh: User, small_campaign: Campaign) -> None:
    """The second one gets a sentence that names the first; one approval stands."""
    other = person("lan", "Hồ Thị Lan", Role.APPROVER)
    submit_list(by=an, campaign=small_campaign)
    start, said = threading.Barrier(2), []

    def approve(by: User, number: str) -> None:
        try:
            start.wait()
            approve_list(by=by, campaign=small_campaign, document=Document(number, date(2026, 1, 5)))
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=args) for args in ((khanh, "1-QĐ"), (other, "2-QĐ"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    version = ListVersion.objects.select_related("decided_by").get()
    assert len(said) == 1
    assert f"{version.decided_by} đã duyệt lúc" in said[0]
    assert version.document_number == ("1-QĐ" if version.decided_by == khanh else "2-QĐ")
    assert AuditEvent.objects.filter(action="list.approve").count() == 1


class TestDifferences:
    def test_nothing_changes_until_somebody_accepts(self, khanh: User, approved_campaign: Campaign) -> None:
        leaving = notice("Ngô Văn Sáu")
        before = list(Eligibility.objects.order_by("pk").values())
        [difference] = list_differences(approved_campaign)
        assert (difference.leaves, difference.after and difference.after.reasons) == (True, ("retirement_notice",))
        assert list(Eligibility.objects.order_by("pk").values()) == before
        version = accept_differences(by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=AMENDMENT)
        verdict = Eligibility.objects.get(appointment__official=leaving)
        assert (verdict.is_subject, verdict.reasons) == (False, ["retirement_notice"])
        assert (version.is_amendment, version.version, version.appointments) == (True, 2, 4)
        assert version.changes[0]["official"] == "Ngô Văn Sáu"
        assert not list_differences(approved_campaign)
        event = AuditEvent.objects.get(action="list.amend")
        assert (event.after["document"], event.reason) == ("140-QĐ/TU", "Theo đề nghị")

    def test_who_is_not_accepted_stays(self, khanh: User, approved_campaign: Campaign) -> None:
        leaving, other = notice("Ngô Văn Sáu"), notice("Lê Văn Bảy")
        accept_differences(by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=AMENDMENT)
        assert [d.appointment.official for d in list_differences(approved_campaign)] == [other]
        assert Eligibility.objects.get(appointment__official=other).is_subject

    def test_somebody_new_enters(self, khanh: User, approved_campaign: Campaign, appoint: Appoint) -> None:
        unit = OrganisationUnit.objects.get(code="S01")
        post = appoint("Bùi Thị Vào", "Phó Giám đốc", unit, rank=2)
        [difference] = list_differences(approved_campaign)
        assert (difference.enters, difference.before) == (True, None)
        version = accept_differences(
            by=khanh, campaign=approved_campaign, officials=[post.official_id], document=AMENDMENT
        )
        assert version.appointments == 6
        assert version.digest == digest_of(list_rows(approved_campaign))

    def test_a_post_that_ended_leaves(self, khanh: User, approved_campaign: Campaign) -> None:
        post = Official.objects.get(full_name="Ngô Văn Sáu").appointments.get()
        post.ended_on = date(2028, 3, 1)
        post.save()
        [difference] = list_differences(approved_campaign)
        assert (difference.leaves, difference.after) == (True, None)

    def test_a_corrected_name_waits_too(self, khanh: User, approved_campaign: Campaign) -> None:
        """The list as approved keeps its words until somebody accepts the new ones, for each official apart."""
        seven, other = Official.objects.get(full_name="Lê Văn Bảy"), Official.objects.get(full_name="Trần Thị Tám")
        Official.objects.filter(pk=seven.pk).update(full_name="Lê Văn Bẩy")
        Official.objects.filter(pk=other.pk).update(full_name="Trần Thị Tâm")
        found = list_differences(approved_campaign)
        assert {d.written and d.written[1].name for d in found} == {"Lê Văn Bẩy", "Trần Thị Tâm"}
        accept_differences(by=khanh, campaign=approved_campaign, officials=[seven.pk], document=AMENDMENT)
        version = version_in_force(approved_campaign)
        assert version is not None
        assert {"Lê Văn Bẩy", "Trần Thị Tám"} <= {row.line.name for row in rows_of(version)}
        assert version.digest == digest_of(rows_of(version))
        assert [d.appointment.official_id for d in list_differences(approved_campaign)] == [other.pk]

    def test_a_renamed_title_shows_with_everybody_who_holds_it(self, approved_campaign: Campaign) -> None:
        Title.objects.filter(name="Giám đốc").update(name="Giám đốc Sở")
        [difference] = list_differences(approved_campaign)
        assert difference.written is not None
        assert difference.written[1].title == "Giám đốc Sở"

    def test_accepting_twice_is_refused_the_second_time(self, khanh: User, approved_campaign: Campaign) -> None:
        leaving = notice("Ngô Văn Sáu")
        accept_differences(by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=AMENDMENT)
        with pytest.raises(Refused, match="Không còn thay đổi nào"):
            accept_differences(by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=AMENDMENT)

    def test_a_prepared_session_stops_until_who_left_is_off_the_ballot(
        self, an: User, khanh: User, approved_campaign: Campaign
    ) -> None:
        session = plan_session(an, approved_campaign, "S01")
        prepare_session(by=an, session=session)
        leaving = notice("Ngô Văn Sáu")
        [difference] = list_differences(approved_campaign)
        assert difference.sessions == (("HN-S01", "prepared"),)
        accept_differences(by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=AMENDMENT)
        from campaigns.actions.day import open_check_in, step_back

        with pytest.raises(Refused, match="Ngô Văn Sáu"):
            open_check_in(by=an, session=session)
        step_back(by=an, session=session, reason="Có người thôi")
        remove_subject(by=an, subject=Subject.objects.get(official=leaving), reason="Đã ra khỏi danh sách")


def plan_session(by: User, campaign: Campaign, code: str, *also: str, kind: str = "other") -> VotingSession:
    held_at = datetime(2028, 7, 5, 8, tzinfo=timezone.get_default_timezone())
    units = list(OrganisationUnit.objects.filter(code__in=(code, *also)))
    return create_session(
        by=by,
        phase=campaign.phases.get(kind=kind),
        unit=OrganisationUnit.objects.get(code=code),
        units=units,
        plan=SessionPlan(f"HN-{code}", f"Hội nghị {code}", held_at),
        reason="",
    )


def test_several_titles_of_one_council_are_one_line_on_one_ballot(
    an: User, campaign: Campaign, appoint: Appoint, council: OrganisationUnit, committee: OrganisationUnit
) -> None:
    """Nghị quyết 96/2023/QH15, Điều 2 khoản 4: also when one title is of the committee that the council elects."""
    appoint("Mai Văn Một", "Phó Chủ tịch Ủy ban nhân dân", committee, rank=2)
    appoint("Mai Văn Một", "Trưởng Ban Pháp chế Hội đồng nhân dân", council, rank=3)
    appoint("Mai Văn Một", "Ủy viên Ủy ban nhân dân", committee, rank=3)
    appoint("Trần Thị Tám", "Chủ tịch Hội đồng nhân dân", council)
    evaluate_campaign(by=None, campaign=campaign)
    session = plan_session(an, campaign, council.code, committee.code, kind="council")
    line = Subject.objects.get(official__full_name="Mai Văn Một")
    assert line.style.name == "Khối HĐND"
    assert line.appointments.count() == 3
    assert line.printed_title == (
        "Trưởng Ban Pháp chế Hội đồng nhân dân xã Tân Bình 1; Phó Chủ tịch Ủy ban nhân dân xã Tân Bình 1; "
        "Ủy viên Ủy ban nhân dân xã Tân Bình 1"
    )
    assert session.subjects().count() == 2


class TestPages:
    def test_the_panel_says_every_obstacle_with_its_place(
        self, an: User, signed_in: SignIn, small_campaign: Campaign
    ) -> None:
        browser = signed_in(an)
        page = browser.get(at("campaign-detail", small_campaign)).content.decode()
        assert at("list-submit", small_campaign) in page
        Eligibility.objects.filter(is_subject=True).update(questions=["acting_post"])
        page = browser.get(at("campaign-detail", small_campaign)).content.decode()
        assert "Còn 5 chức vụ cần quyết định" in page
        assert f"{at('eligibility-list', small_campaign)}?question=any" in page
        assert at("list-submit", small_campaign) not in page

    def test_from_submitting_to_approval(
        self, an: User, khanh: User, signed_in: SignIn, small_campaign: Campaign
    ) -> None:
        staff, leader = signed_in(an), signed_in(khanh)
        staff.post(at("list-submit", small_campaign), {"note": "Trình Ban Thường vụ"})
        page = leader.get(at("campaign-detail", small_campaign)).content.decode()
        assert at("list-approve", small_campaign) in page
        assert "Trình Ban Thường vụ" in page
        assert (
            at("list-approve", small_campaign) not in staff.get(at("campaign-detail", small_campaign)).content.decode()
        )
        refused = leader.post(
            at("list-approve", small_campaign), {"number": " ", "day": "2999-01-01", "note": "Đồng ý"}
        )
        assert refused.status_code == 200
        assert "Đồng ý" in refused.content.decode()
        late = leader.post(at("list-approve", small_campaign), {**ENTERED, "day": "2090-01-01"}).content.decode()
        assert "chưa đến" in late
        assert "140-QĐ/TU" in late
        assert leader.post(at("list-approve", small_campaign), ENTERED).status_code == 302
        page = leader.get(at("campaign-detail", small_campaign)).content.decode()
        assert ListVersion.objects.get().digest in page
        assert at("list-change-note", small_campaign) in page
        again = leader.post(at("list-approve", small_campaign), ENTERED).content.decode()
        assert "Lý Quốc Khánh (khanh) đã duyệt lúc" in again

    def test_returned_with_a_note_that_staff_reads(
        self, an: User, khanh: User, signed_in: SignIn, small_campaign: Campaign
    ) -> None:
        submit_list(by=an, campaign=small_campaign)
        signed_in(khanh).post(at("list-return", small_campaign), {"note": "Xem lại Sở Nội vụ"})
        page = signed_in(an).get(at("campaign-detail", small_campaign)).content.decode()
        assert "Xem lại Sở Nội vụ" in page

    def test_the_differences_and_accepting_them(
        self, an: User, khanh: User, signed_in: SignIn, approved_campaign: Campaign
    ) -> None:
        plan_session(an, approved_campaign, "S01")
        leaving = notice("Ngô Văn Sáu")
        leader, page = signed_in(khanh), at("list-change", approved_campaign)
        note = leader.get(at("list-change-note", approved_campaign)).content.decode()
        assert "thay đổi sau khi duyệt: 1 người" in note
        shown = leader.get(page).content.decode()
        for words in (
            "Ngô Văn Sáu",
            "thông báo nghỉ công tác chờ nghỉ hưu",
            "Quy định 96-QĐ/TW",
            "cập nhật phiếu theo danh sách",
        ):
            assert words in shown
        assert "Chưa chọn ai" in leader.post(page, ENTERED).content.decode()
        wrong = leader.post(
            page, {**ENTERED, "number": "", "officials": [str(leaving.pk), "99999999999999999999", "x"]}
        )
        assert "checked" in wrong.content.decode()
        done = leader.post(page, {**ENTERED, "officials": [str(leaving.pk)]}, follow=True).content.decode()
        assert "140-QĐ/TU" in done
        assert "Đã có thông báo nghỉ hưu" in done
        assert "không có thay đổi nào" in leader.get(at("list-change-note", approved_campaign)).content.decode()

    def test_staff_reads_and_does_not_accept(self, an: User, signed_in: SignIn, approved_campaign: Campaign) -> None:
        leaving = notice("Ngô Văn Sáu")
        browser = signed_in(an)
        assert "Lãnh đạo phê duyệt" in browser.get(at("list-change", approved_campaign)).content.decode()
        sent = browser.post(at("list-change", approved_campaign), {**ENTERED, "officials": [str(leaving.pk)]})
        assert sent.status_code == 403

    def test_a_scoped_user_sees_what_is_theirs(
        self, binh: User, signed_in: SignIn, approved_campaign: Campaign
    ) -> None:
        notice("Ngô Văn Sáu")
        browser = signed_in(binh)
        assert "Ngô Văn Sáu" not in browser.get(at("list-change", approved_campaign)).content.decode()
        notice("Lê Văn Bảy")
        assert "Lê Văn Bảy" in browser.get(at("list-change", approved_campaign)).content.decode()
        assert browser.post(at("list-submit", approved_campaign), {"note": ""}).status_code == 403

    def test_names_of_an_amendment_are_for_who_sees_the_whole_campaign(
        self, an: User, binh: User, khanh: User, signed_in: SignIn, approved_campaign: Campaign
    ) -> None:
        leaving = notice("Ngô Văn Sáu")
        accept_differences(by=khanh, campaign=approved_campaign, officials=[leaving.pk], document=AMENDMENT)
        assert "Ngô Văn Sáu" in signed_in(an).get(at("list-history", approved_campaign)).content.decode()
        seen = signed_in(binh).get(at("list-history", approved_campaign)).content.decode()
        assert "140-QĐ/TU" in seen
        assert "Ngô Văn Sáu" not in seen

    def test_the_differences_take_a_fixed_number_of_queries(
        self,
        an: User,
        signed_in: SignIn,
        approved_campaign: Campaign,
        appoint: Appoint,
        django_assert_max_num_queries: Any,
    ) -> None:
        unit = OrganisationUnit.objects.get(code="S01")
        for number in range(10):
            appoint(f"Người Thứ {number}", "Phó Giám đốc", unit, rank=2)
        browser = signed_in(an)
        with django_assert_max_num_queries(22):
            browser.get(at("list-change", approved_campaign))


class TestBallotsAfterwards:
    def test_they_follow_the_list_when_somebody_says_so(
        self, an: User, khanh: User, signed_in: SignIn, approved_campaign: Campaign, appoint: Appoint
    ) -> None:
        """Who left goes, who came stands last, a new name is written; the papers of those who stay are kept."""
        unit = OrganisationUnit.objects.get(code="UB001")
        session = plan_session(an, approved_campaign, "HD001", "UB001", kind="council")
        stays = Subject.objects.get(official__full_name="Phạm Văn Chín")
        Official.objects.filter(full_name="Phạm Văn Chín").update(full_name="Phạm Văn Chính")
        notice("Đỗ Thị Mười")
        appoint("Bùi Thị Vào", "Phó Chủ tịch Ủy ban nhân dân", unit, rank=2)
        everybody = {d.appointment.official_id for d in list_differences(approved_campaign)}
        accept_differences(by=khanh, campaign=approved_campaign, officials=everybody, document=AMENDMENT)
        browser = signed_in(an)
        page = reverse("session-ballots", args=[approved_campaign.code, session.code])
        assert page in browser.get(at("list-change-note", approved_campaign)).content.decode()
        asked = browser.get(page).content.decode()
        assert "thêm Bùi Thị Vào; bỏ Đỗ Thị Mười; ghi lại tên, chức danh của Phạm Văn Chính" in asked
        assert browser.post(page, {"reason": "Theo điều chỉnh"}).status_code == 302
        lines = [(line.style.name, line.position, line.printed_name) for line in session.subjects()]
        assert lines == [
            ("Khối HĐND", 1, "Trần Thị Tám"),
            ("Khối UBND", 1, "Phạm Văn Chính"),
            ("Khối UBND", 2, "Bùi Thị Vào"),
        ]
        assert Subject.objects.get(pk=stays.pk).printed_name == "Phạm Văn Chính"
        assert page not in browser.get(at("list-change-note", approved_campaign)).content.decode()
        event = AuditEvent.objects.get(action="session.ballots")
        assert (event.before, event.after["added"]) == ({"removed": ["Đỗ Thị Mười"]}, ["Bùi Thị Vào"])
        with pytest.raises(Refused, match="đã khớp"):
            update_ballots(by=an, session=session, reason="Lần nữa")

    def test_a_prepared_ballot_is_not_touched(
        self, an: User, khanh: User, approved_campaign: Campaign, appoint: Appoint
    ) -> None:
        session = plan_session(an, approved_campaign, "S01")
        VotingSession.objects.filter(pk=session.pk).update(state="prepared")
        with pytest.raises(Refused, match="bước lên kế hoạch"):
            update_ballots(by=an, session=session, reason="x")
