"""Deciding on single cases, without pages."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from campaigns.actions.decisions import (
    Override,
    answer_cases,
    choose_venues,
    confirm_override,
    propose_override,
    withdraw_decision,
)
from campaigns.actions.lists import submit_list
from campaigns.models import Campaign, CampaignState, Decision, Eligibility, Venue
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.audit.words import ACTIONS, changed_fields
from config.errors import Refused
from officials.models import Appointment, OrganisationUnit
from tests.campaigns.conftest import approve

IN = Override(True, "Bộ Chính trị đồng ý", "15-QĐ/TW", date(2026, 5, 2), "Ban Bí thư")
OUT = replace(IN, is_subject=False)


def held(name: str) -> Appointment:
    return Appointment.objects.select_related("unit", "official", "title").get(official__full_name=name)


def verdict(name: str) -> Eligibility:
    return Eligibility.objects.get(appointment__official__full_name=name)


def open_questions(campaign: Campaign) -> list[int]:
    rows = Eligibility.objects.filter(campaign=campaign).exclude(questions=[]).order_by("pk")
    return list(rows.values_list("appointment", flat=True))


def answer(by: Any, campaign: Campaign, chosen: list[int], is_subject: bool = True, reason: str = "Đã rõ") -> int:
    return answer_cases(by=by, campaign=campaign, appointments=chosen, is_subject=is_subject, reason=reason)


def propose(by: Any, campaign: Campaign, name: str, override: Override = OUT) -> Decision:
    return propose_override(by=by, campaign=campaign, appointment=held(name), override=override)


def test_questions_are_answered_many_at_once(an: User, asked: Campaign) -> None:
    questions = open_questions(asked)
    assert len(questions) == 3
    assert answer(an, asked, [*questions, held("Ngô Văn Sáu").pk]) == 3, "one has no question"
    assert not open_questions(asked)
    assert verdict("An Văn Quyền").is_subject
    assert AuditEvent.objects.filter(action="decision.answer").count() == 3


def test_an_answer_out_keeps_off_the_list(an: User, asked: Campaign) -> None:
    answer(an, asked, [held("An Văn Quyền").pk], is_subject=False)
    found = verdict("An Văn Quyền")
    assert (found.is_subject, found.reasons, found.ruled, found.questions) == (False, ["decided_out"], [], [])
    assert not Venue.objects.filter(official=held("An Văn Quyền").official).exists()


@pytest.mark.parametrize("names", [["Ngô Văn Sáu"], []])
def test_without_any_question_nothing_is_answered(an: User, asked: Campaign, names: list[str]) -> None:
    with pytest.raises(Refused, match="Không có chức vụ nào đang chờ quyết định"):
        answer(an, asked, [held(name).pk for name in names])


def test_an_answer_needs_its_reason(an: User, asked: Campaign) -> None:
    with pytest.raises(Refused, match="Ghi lý do"):
        answer(an, asked, open_questions(asked), reason=" ")


def test_a_case_whose_override_waits_is_passed_over(an: User, asked: Campaign) -> None:
    propose(an, asked, "An Văn Quyền")
    assert answer(an, asked, open_questions(asked)) == 2


def test_an_override_holds_once_a_second_person_has_confirmed_it(an: User, khanh: User, asked: Campaign) -> None:
    decision = propose(an, asked, "Ngô Văn Sáu")
    assert verdict("Ngô Văn Sáu").is_subject
    with pytest.raises(Refused, match="không tự xác nhận"):
        confirm_override(by=an, decision=decision)
    confirm_override(by=khanh, decision=decision)
    found = verdict("Ngô Văn Sáu")
    assert (found.is_subject, found.reasons, found.decision) == (False, ["decided_out"], decision)
    with pytest.raises(Refused, match="không chờ xác nhận"):
        confirm_override(by=khanh, decision=decision)


def test_an_override_brings_in_whom_the_rules_leave_out(an: User, khanh: User, asked: Campaign) -> None:
    confirm_override(by=khanh, decision=propose(an, asked, "Vũ Thị Mới", IN))
    found = verdict("Vũ Thị Mới")
    assert (found.is_subject, found.reasons, found.ruled) == (True, [], ["new_in_year"])


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"number": " "}, "Ghi số văn bản"),
        ({"authority": ""}, "Ghi cấp có thẩm quyền"),
        ({"reason": ""}, "Ghi lý do"),
        ({"day": timezone.localdate() + timedelta(days=1)}, "Ngày văn bản chưa đến"),
        ({"is_subject": True}, "đang được lấy phiếu rồi"),
    ],
)
def test_an_override_needs_its_document(an: User, asked: Campaign, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        propose(an, asked, "Ngô Văn Sáu", replace(OUT, **changes))
    assert not Decision.objects.exists()


def test_a_post_outside_the_campaign_cannot_be_brought_in(an: User, asked: Campaign) -> None:
    Eligibility.objects.filter(appointment=held("Vũ Thị Mới")).update(phase=None)
    with pytest.raises(Refused, match="không thuộc phạm vi của đợt"):
        propose(an, asked, "Vũ Thị Mới", IN)


def test_one_decision_at_a_time(an: User, asked: Campaign) -> None:
    propose(an, asked, "Ngô Văn Sáu")
    with pytest.raises(Refused, match="đã có quyết định"):
        propose(an, asked, "Ngô Văn Sáu")


def test_a_decision_is_withdrawn_with_a_reason(an: User, khanh: User, asked: Campaign) -> None:
    decision = confirm_override(by=khanh, decision=propose(an, asked, "Ngô Văn Sáu"))
    with pytest.raises(Refused, match="Ghi lý do rút"):
        withdraw_decision(by=an, decision=decision, reason="")
    withdraw_decision(by=an, decision=decision, reason="Ghi nhầm người")
    assert verdict("Ngô Văn Sáu").is_subject
    with pytest.raises(Refused, match="đã được rút"):
        withdraw_decision(by=an, decision=decision, reason="Lần nữa")
    assert propose(an, asked, "Ngô Văn Sáu").pk


def test_an_answer_that_is_withdrawn_asks_again(an: User, asked: Campaign) -> None:
    answer(an, asked, open_questions(asked))
    withdraw_decision(by=an, decision=Decision.objects.get(appointment=held("An Văn Quyền")), reason="Xem lại")
    assert open_questions(asked) == [held("An Văn Quyền").pk]


def test_the_second_person_may_turn_an_override_down(an: User, khanh: User, asked: Campaign) -> None:
    withdraw_decision(by=khanh, decision=propose(an, asked, "Ngô Văn Sáu"), reason="Thiếu căn cứ")
    assert Decision.objects.get().withdrawn_at
    confirmed = confirm_override(by=khanh, decision=propose(an, asked, "Ngô Văn Sáu"))
    with pytest.raises(PermissionDenied):
        withdraw_decision(by=khanh, decision=confirmed, reason="Đổi ý")


def test_what_was_confirmed_meanwhile_is_not_turned_down(an: User, khanh: User, asked: Campaign) -> None:
    seen = propose(an, asked, "Ngô Văn Sáu")
    confirm_override(by=khanh, decision=Decision.objects.get(pk=seen.pk))
    with pytest.raises(Refused, match="vừa được xác nhận"):
        withdraw_decision(by=khanh, decision=seen, reason="Thiếu căn cứ")


def test_a_submitted_list_takes_no_decision(an: User, khanh: User, asked: Campaign) -> None:
    answer(an, asked, open_questions(asked))
    submit_list(by=an, campaign=asked)
    with pytest.raises(Refused, match="đang chờ duyệt"):
        propose(an, asked, "Ngô Văn Sáu")


def test_an_approved_list_takes_a_decision_among_its_differences(an: User, khanh: User, asked: Campaign) -> None:
    answer(an, asked, open_questions(asked))
    approve(asked)
    confirm_override(by=khanh, decision=propose(an, asked, "Ngô Văn Sáu"))
    assert verdict("Ngô Văn Sáu").is_subject, "until somebody accepts the difference"


@pytest.mark.parametrize("state", [CampaignState.COMPLETED, CampaignState.ARCHIVED])
def test_a_campaign_that_is_over_takes_no_decision(an: User, asked: Campaign, state: CampaignState) -> None:
    Campaign.objects.update(state=state)
    with pytest.raises(Refused, match="đã kết thúc"):
        answer(an, asked, open_questions(asked))


def test_nothing_is_decided_before_cases_are_judged(an: User, asked: Campaign) -> None:
    Campaign.objects.update(evaluated_at=None)
    with pytest.raises(Refused, match="Chưa xét đối tượng"):
        answer(an, asked, open_questions(asked))


def test_who_only_looks_decides_nothing(giang: User, an: User, asked: Campaign) -> None:
    decision = propose(an, asked, "Ngô Văn Sáu")
    for act in (
        lambda: answer(giang, asked, open_questions(asked)),
        lambda: propose(giang, asked, "Lê Văn Bảy"),
        lambda: confirm_override(by=giang, decision=decision),
        lambda: withdraw_decision(by=giang, decision=decision, reason="x"),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_commune_decides_in_its_own_campaign_on_its_own_people_only(
    an: User, binh: User, asked: Campaign, commune: OrganisationUnit
) -> None:
    own = [held("Cao Văn Quyền").pk]
    with pytest.raises(PermissionDenied, match="không ghi cơ quan tổ chức"):
        answer(binh, asked, own)
    Campaign.objects.update(organiser=commune)
    with pytest.raises(PermissionDenied, match="Sở Nội vụ"):
        answer(binh, asked, open_questions(asked))
    with pytest.raises(PermissionDenied, match="Sở Nội vụ"):
        propose(binh, asked, "Ngô Văn Sáu")
    waiting = propose(an, asked, "Ngô Văn Sáu")
    with pytest.raises(PermissionDenied, match="Sở Nội vụ"):
        confirm_override(by=binh, decision=waiting)
    assert answer(binh, asked, own) == 1


def test_a_commune_chooses_the_venues_of_its_own_people_only(
    binh: User, asked: Campaign, commune: OrganisationUnit, department: OrganisationUnit
) -> None:
    Campaign.objects.update(organiser=commune)
    official = held("Ngô Văn Sáu").official
    with pytest.raises(PermissionDenied):
        choose_venues(by=binh, campaign=asked, official=official, units=[department.pk], reason="Theo phân công")


def test_the_trail_says_it_in_words(an: User, khanh: User, asked: Campaign) -> None:
    answer(an, asked, [held("An Văn Quyền").pk])
    decision = confirm_override(by=khanh, decision=propose(an, asked, "Ngô Văn Sáu"))
    withdraw_decision(by=an, decision=decision, reason="Ghi nhầm")
    events = list(AuditEvent.objects.filter(action__startswith="decision.").order_by("pk"))
    assert [event.action.removeprefix("decision.") for event in events] == ["answer", "propose", "confirm", "withdraw"]
    assert {event.action for event in events} <= set(ACTIONS)
    assert (events[1].label, events[3].reason) == ("Ngô Văn Sáu", "Ghi nhầm")
    shown = {change.name: change.after for change in changed_fields(events[1])}
    assert shown["Số văn bản"] == "15-QĐ/TW"
    assert shown["Ngày văn bản"] == "02/05/2026"
    assert not [name for event in events for name in (c.name for c in changed_fields(event)) if name.islower()]


def in_threads(*acts: Callable[[], Any]) -> list[Any]:
    """What the acts gave or raised, all begun at once."""
    found: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(at: int) -> None:
        try:
            start.wait(10)
            found[at] = acts[at]()
        except Exception as error:  # noqa: BLE001 - handed to the test
            found[at] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[at]) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once(an: User, asked: Campaign) -> None:
    questions = open_questions(asked)
    found = in_threads(*[lambda: answer(an, asked, questions)] * 2)
    assert sorted(map(str, found))[0] == "3"
    assert isinstance(next(one for one in found if one != 3), Refused)
    assert Decision.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_two_who_override_at_once_leave_one_decision(an: User, asked: Campaign) -> None:
    found = in_threads(*[lambda: propose(an, asked, "Ngô Văn Sáu")] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Decision", "Refused"]


@pytest.mark.django_db(transaction=True)
def test_an_override_is_confirmed_or_turned_down_never_both(an: User, khanh: User, asked: Campaign) -> None:
    decision = propose(an, asked, "Ngô Văn Sáu")
    found = in_threads(
        lambda: confirm_override(by=khanh, decision=Decision.objects.get(pk=decision.pk)),
        lambda: withdraw_decision(by=khanh, decision=Decision.objects.get(pk=decision.pk), reason="Thiếu căn cứ"),
    )
    assert sum(isinstance(one, Refused) for one in found) == 1
    decision.refresh_from_db()
    assert (decision.confirmed_at is None) != (decision.withdrawn_at is None)
