"""The self-report of a person voted on, ready to be set: what is known is filled in, the rest is lines to write on.

Layout [R] of domain section 2.8: the form of Quy định 96-QĐ/TW, Phụ lục 3, and that of Nghị quyết 96/2023/QH15 could
not be seen; the questions follow the criteria of Quy định 96-QĐ/TW, Điều 5, and of the resolution.
"""

from dataclasses import dataclass

from config.vietnamese import long_date, short_date
from officials.models import Letterhead
from reports.presenters.wording import DOTS, SHORT_DOTS, lower_first, meeting_of
from reports.queries.self_reports import Post, SelfReport

LINES = 6  # dotted lines under a question


@dataclass(frozen=True)
class Question:
    """`lines` are the dotted lines to write on; `answer` stands in their place where one is given."""

    text: str
    lines: range = range(LINES)
    answer: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class SelfReportPaper:
    is_party: bool
    created: str
    name: str
    unit: str
    place_and_date: str
    secrecy: str
    subject: str
    addressee: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    last: Section
    commitment: str


SECTIONS = (
    Section(
        "II. Tự đánh giá theo các nhóm tiêu chí",
        (
            Question(
                "1. Phẩm chất chính trị, đạo đức, lối sống, ý thức tổ chức kỷ luật; việc thực hiện quy định về những "
                "điều đảng viên không được làm; sự gương mẫu của bản thân và gia đình.",
                range(5),
            ),
            Question("2. Kết quả thực hiện chức trách, nhiệm vụ, quyền hạn được giao."),
        ),
    ),
    Section(
        "III. Hạn chế, khuyết điểm và nguyên nhân",
        (Question("1. Hạn chế, khuyết điểm.", range(3)), Question("2. Nguyên nhân.", range(3))),
    ),
    Section(
        "IV. Giải trình những vấn đề được gợi ý, yêu cầu và kiến nghị của cử tri (nếu có)", (Question("", range(4)),)
    ),
)
LAST_SECTION = Section("V. Phương hướng khắc phục và cam kết", (Question("", range(3)),))


def self_report_paper(report: SelfReport) -> SelfReportPaper:
    """The paper of one person in the letterhead of the person's own unit; the day is left to be written."""
    is_party = report.letterhead == Letterhead.PARTY
    return SelfReportPaper(
        is_party=is_party,
        created=report.held_at.isoformat(timespec="seconds"),
        name=report.name,
        unit=report.unit.upper(),
        place_and_date=long_date(None, report.place or SHORT_DOTS * 2),
        secrecy=report.secrecy.upper(),
        subject="của người được lấy phiếu tín nhiệm",
        addressee=(
            f"Phục vụ {lower_first(meeting_of(report.session))}, {long_date(report.held_at.date())}. "
            f"Căn cứ {report.citation}."
        ),
        facts=_facts(report),
        sections=SECTIONS,
        last=LAST_SECTION,
        commitment="Tôi cam đoan nội dung báo cáo là trung thực và chịu trách nhiệm về nội dung đã báo cáo.",
    )


def _facts(report: SelfReport) -> tuple[str, ...]:
    return (
        f"1. Họ và tên: {report.name}.",
        f"2. {_birth(report)}.",
        f"3. Chức vụ về Đảng, chính quyền, đoàn thể: {report.title}.",
        f"4. Đơn vị công tác: {report.unit}.",
        *_appointments(report.posts),
        "6. Nhiệm vụ được phân công: " + DOTS + DOTS,
    )


def _birth(report: SelfReport) -> str:
    if report.born_on is not None:
        return f"Ngày sinh: {short_date(report.born_on)}"
    year = str(report.born_year) if report.born_year else DOTS
    return f"Năm sinh: {year}"


def _appointments(posts: tuple[Post, ...]) -> tuple[str, ...]:
    """Since when each post is held; dotted where nothing is known."""
    heading = "5. Ngày được bầu, bổ nhiệm, phê chuẩn: "
    if not posts:
        return (f"{heading}{SHORT_DOTS}/{SHORT_DOTS}/{SHORT_DOTS}.",)
    shown = [f"{post.title}, {post.unit}: {post.means} từ ngày {short_date(post.since)}" for post in posts]
    return (heading + "; ".join(shown) + ".",)
