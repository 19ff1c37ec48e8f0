"""Demonstration data: the sample roster, a campaign, sessions at every step, and an account for each role.

Everything goes through the same actions that people use, so that the audit trail of the demonstration is a real one.
"""

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from ballots.actions.keying import start_keying, submit_keying
from ballots.actions.settling import settle_count
from ballots.models import TotalsKeying
from ballots.queries.totals import layout_of
from ballots.rules.totals import Layout, check, required_cells
from campaigns.actions.board import BoardEntry, propose_board
from campaigns.actions.campaigns import CampaignPlan, create_campaign
from campaigns.actions.day import close_voting, open_check_in, open_voting, prepare_session
from campaigns.actions.decisions import answer_cases
from campaigns.actions.eligibility import evaluate_campaign
from campaigns.actions.lists import Document, approve_list, submit_list
from campaigns.actions.sessions import SessionPlan, create_session
from campaigns.models import BoardMember, Campaign, Eligibility, Phase, PhaseKind, VotingSession
from config.accounts.models import User
from config.accounts.permissions import Role
from officials.actions.roster import import_roster
from officials.models import Assignment, OrganisationUnit
from officials.rules.roster import read_roster
from officials.workbooks import read_file, sheets_of

PASSWORD = "tin-nhiem-2028"  # noqa: S105 - printed on purpose, for a demonstration on one's own machine
SAMPLE = settings.BASE_DIR / "docs" / "samples" / "can-bo.xlsx"
PEOPLE: list[tuple[str, str, Role | None, str]] = [
    ("an", "Nguyễn Thị An", Role.ORGANISER, ""),
    ("binh", "Trần Văn Bình", Role.ORGANISER, "DU001"),
    ("khanh", "Lý Quốc Khánh", Role.APPROVER, ""),
    ("chi", "Lê Thị Chi", Role.BOARD_HEAD, ""),
    ("dung", "Phạm Tiến Dũng", Role.CLERK, ""),
    ("em", "Hoàng Văn Em", Role.CLERK, ""),
    ("giang", "Vũ Hương Giang", Role.AUDITOR, ""),
]
VOTERS = 47


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa vào cơ sở dữ liệu còn trống; nếu đã có tài khoản thì chỉ nhắc lại các tài khoản."

    def handle(self, **_options: Any) -> None:
        if not User.objects.exists():
            self.stdout.write("Đang nạp dữ liệu minh họa…")
            with transaction.atomic():
                load()
        if User.objects.filter(username="quantri").exists():
            self._tell_accounts()

    def _tell_accounts(self) -> None:
        self.stdout.write(f"Tài khoản minh họa (mật khẩu chung: {PASSWORD}):")
        for username, name, role, unit in PEOPLE:
            scope = f", phạm vi {unit}" if unit else ""
            self.stdout.write(f"  {username:8} {name}: {role.label if role else ''}{scope}")
        self.stdout.write("  quantri  Quản trị hệ thống (trang /admin/, không có quyền đối với kết quả kiểm phiếu)")


def load() -> None:
    """Fill an empty database."""
    import_roster(by=None, roster=read_roster(sheets_of(read_file(SAMPLE))), skip_faulty=True)
    people = {username: _person(username, name, role, unit) for username, name, role, unit in PEOPLE}
    User.objects.create_superuser("quantri", PASSWORD, full_name="Quản trị hệ thống")
    plan = CampaignPlan(code="LP2028", name="Lấy phiếu tín nhiệm năm 2028", year=2028)
    campaign = create_campaign(by=people["an"], plan=plan)
    evaluate_campaign(by=people["an"], campaign=campaign)
    asked = Eligibility.objects.filter(campaign=campaign).exclude(questions=[]).values_list("appointment", flat=True)
    reason = "Bổ nhiệm lại không tính là bổ nhiệm mới"
    answer_cases(by=people["an"], campaign=campaign, appointments=list(asked), is_subject=True, reason=reason)
    submit_list(by=people["an"], campaign=campaign, note="Trình Ban Thường vụ xem xét")
    approve_list(by=people["khanh"], campaign=campaign, document=Document("125-QĐ/TU", timezone.localdate()))
    _sessions(campaign, people)


def _person(username: str, name: str, role: Role | None, unit: str) -> User:
    user = User.objects.create_user(username, PASSWORD, full_name=name)
    where = OrganisationUnit.objects.get(code=unit) if unit else None
    if role is not None:
        Assignment.objects.create(user=user, role=role, unit=where)
    return user


def _sessions(campaign: Campaign, people: dict[str, User]) -> None:
    """A session at each step: two counted, one half keyed, one prepared, one planned."""
    council = _plan(campaign, people["an"], PhaseKind.COUNCIL, "HDND", ["HDND", "UBND"], "Kỳ họp HĐND tỉnh Minh Hòa", 1)
    committee = _plan(campaign, people["an"], PhaseKind.PARTY, "TU", ["TU"], "Hội nghị Ban Chấp hành Đảng bộ tỉnh", 3)
    keyed = _plan(campaign, people["an"], PhaseKind.OTHER, "S01", ["S01"], "Hội nghị lấy phiếu tại Sở Nội vụ", 10)
    ready = _plan(campaign, people["an"], PhaseKind.OTHER, "S02", ["S02"], "Hội nghị lấy phiếu tại Sở Tài chính", 11)
    _plan(campaign, people["an"], PhaseKind.OTHER, "S04", ["S04"], "Hội nghị lấy phiếu tại Sở Y tế", 12)
    for session in (council, committee):
        _run(session, people)
        for name in ("dung", "em"):
            _key(session, people[name])
        settle_count(by=people["chi"], session=session)
    _run(keyed, people)
    _key(keyed, people["dung"])
    prepare_session(by=people["an"], session=ready)


def _plan(
    campaign: Campaign, by: User, kind: PhaseKind, unit: str, units: list[str], name: str, days: int
) -> VotingSession:
    held_at = datetime.combine(date(2028, 7, 1) + timedelta(days=days), datetime.min.time()).replace(hour=8)
    session = create_session(
        by=by,
        phase=Phase.objects.get(campaign=campaign, kind=kind),
        unit=OrganisationUnit.objects.get(code=unit),
        units=list(OrganisationUnit.objects.filter(code__in=units)),
        plan=SessionPlan(
            code=f"HN-{unit}",
            name=name,
            held_at=timezone.make_aware(held_at),
            place="Hội trường lớn",
            chair="Nguyễn Văn Chủ",
        ),
        reason="Số liệu trình diễn",
    )
    propose_board(
        by=by,
        session=session,
        entries=[
            BoardEntry("Lê Thị Chi", BoardMember.Role.HEAD),
            BoardEntry("Phạm Tiến Dũng", BoardMember.Role.SECRETARY),
            BoardEntry("Hoàng Văn Em"),
        ],
    )
    return session


def _run(session: VotingSession, people: dict[str, User]) -> None:
    chi = people["chi"]
    prepare_session(by=chi, session=session)
    open_check_in(by=chi, session=session)
    open_voting(by=chi, session=session, total_members=VOTERS + 3, summoned=VOTERS + 3, present=VOTERS)
    close_voting(by=chi, session=session)


def _key(session: VotingSession, by: User) -> TotalsKeying:
    keying = start_keying(by=by, session=session)
    layout = layout_of(session)
    typed = _numbers(layout, random.Random(session.code))  # noqa: S311 - made-up figures, the same at each start
    odd = {problem.key: "Đã xem lại phiếu" for problem in check(layout, typed)[1]}
    submitted = submit_keying(by=by, keying=keying, typed=typed, explanations=odd)
    assert not submitted.problems, submitted.problems
    return keying


def _numbers(layout: Layout, rng: random.Random) -> dict[str, str]:
    """Plausible totals: one person over half low, one with a ballot invalid on the line alone."""
    numbers: dict[str, str] = {}
    for style in layout.styles:
        header = {"issued": VOTERS, "returned": VOTERS, "valid": VOTERS - 1, "wholly_invalid": 1}
        numbers |= {f"{style.place}:{name}": str(number) for name, number in header.items()}
        for place, line in enumerate(style.lines):
            low = 25 if place == 1 else rng.randint(0, 5)
            normal = rng.randint(1, 12)
            high = VOTERS - 1 - low - normal - (1 if place == 2 else 0)
            numbers |= {
                f"{line.place}:high": str(high),
                f"{line.place}:normal": str(normal),
                f"{line.place}:low": str(low),
            }
    assert set(numbers) == set(required_cells(layout))
    return numbers
