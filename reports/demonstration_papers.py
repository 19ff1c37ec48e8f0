"""What voters of the demonstration read beside the ballots: photos and self-reports, filed as people file them."""

from dataclasses import replace
from typing import Any

from django.utils import timezone

from campaigns.actions.self_reports import file_self_report
from campaigns.models import VotingSession
from config.accounts.models import User
from config.vietnamese import long_date
from officials.actions.portraits import set_portrait
from officials.models import Sex
from reports.demonstration_faces import drawn_portrait
from reports.presenters.self_report import Question, Section, SelfReportPaper, self_report_paper
from reports.queries.self_reports import SelfReport, self_reports

PLACE = "Minh Hòa"
HEAD = "Giám đốc"
LEADS = "Lãnh đạo, điều hành chung; phụ trách tổ chức cán bộ và tài chính."
ASSISTS = "Giúp Giám đốc phụ trách một số lĩnh vực chuyên môn; theo dõi cải cách hành chính."
LED = "Cùng tập thể lãnh đạo hoàn thành chương trình công tác; tỷ lệ hồ sơ giải quyết đúng hạn tăng qua từng năm."
ASSISTED = "Hoàn thành các nhiệm vụ được phân công; các đề án chủ trì đều trình đúng thời hạn."
SECTIONS = (
    Section(
        "II. Tự đánh giá theo các nhóm tiêu chí",
        (
            Question(
                "1. Phẩm chất chính trị, đạo đức, lối sống.",
                answer="Chấp hành chủ trương của Đảng, pháp luật của Nhà nước; giữ đoàn kết; kê khai tài sản đầy đủ.",
            ),
        ),
    ),
    Section(
        "III. Hạn chế, khuyết điểm và nguyên nhân",
        (
            Question(
                "", answer="Có việc còn chậm; dành thời gian đi cơ sở chưa nhiều. Nguyên nhân chủ yếu là chủ quan."
            ),
        ),
    ),
    Section(
        "IV. Giải trình những vấn đề được gợi ý, yêu cầu và kiến nghị của cử tri (nếu có)",
        (Question("", answer="Không có vấn đề phải giải trình."),),
    ),
)
LAST = Section(
    "V. Phương hướng khắc phục và cam kết",
    (
        Question(
            "", answer="Đi cơ sở mỗi tháng ít nhất một lần; công khai tiến độ các việc chậm và thời hạn hoàn thành."
        ),
    ),
)


def hand_in(session: VotingSession, by: User, reported: int | None = None) -> None:
    """Photos of everybody on the session's ballots, self-reports of all or of the first ones."""
    subjects = list(session.subjects().select_related("official", "style__session__unit"))
    for subject in subjects:
        official = subject.official
        assert official is not None
        photo = drawn_portrait(official.code, is_woman=official.sex == Sex.FEMALE)
        set_portrait(by=by, official=official, upload=photo)
    for subject, report in list(zip(subjects, self_reports(session), strict=True))[:reported]:
        file_self_report(by=by, subject=subject, content=_filled_in(report))


def _filled_in(report: SelfReport) -> bytes:
    from reports.pdf import render_pdf  # noqa: PLC0415 - takes most of a second to load, and only papers need it

    return render_pdf("reports/print/self_report.html", {"paper": _paper(report)})


def _paper(report: SelfReport) -> SelfReportPaper:
    """The form that the system prints, with plain words in the place of its lines."""
    empty, is_head = self_report_paper(report), report.title.startswith(HEAD)
    qualities, *others = SECTIONS
    done = Question(
        "2. Kết quả thực hiện chức trách, nhiệm vụ, quyền hạn được giao.", answer=LED if is_head else ASSISTED
    )
    changed: dict[str, Any] = {
        "place_and_date": long_date(timezone.localdate(), PLACE),
        "subject": f"{empty.subject} (bản minh họa)",
        "facts": (*empty.facts[:-1], f"6. Nhiệm vụ được phân công: {LEADS if is_head else ASSISTS}"),
        "sections": (replace(qualities, questions=(*qualities.questions, done)), *others),
        "last": LAST,
    }
    return replace(empty, **changed)
