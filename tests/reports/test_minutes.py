"""The counting minutes: what they say, how they are set, and that they are the same every time."""

import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone
from PIL import ImageFont
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

from ballots.models import Minutes, Stock
from campaigns.models import Phase, SessionState, VoteKind, VotingSession
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import OrganisationUnit
from reports.actions.papers import issue_minutes, issue_result_report
from reports.pdf import ShippedFiles, render_pdf
from reports.presenters.minutes import minutes_paper
from reports.presenters.minutes_form import minutes_skeleton
from reports.queries.results import session_result
from tests.reports.papers import fonts, pages, text
from tests.reports.sessions import HELD_AT, Person, Style, counted_session, crowd, make_campaign, make_phase, seat_board

pytestmark = pytest.mark.django_db
SIGNED = "BAN KIỂM PHIẾU TRƯỞNG BAN"


def minutes_of(session: VotingSession) -> bytes:
    return issue_minutes(by=None, session=session)


def at(hour: int, minute: int) -> datetime:
    """On the day of the session."""
    return timezone.make_aware(HELD_AT.replace(hour=hour, minute=minute))


def test_the_published_figures_are_printed_digit_for_digit(session: VotingSession) -> None:
    said = text(minutes_of(session))
    assert "L. D. T. Chủ tịch UBND tỉnh 46 0 1 19 40,43 2 4,26 25 53,19" in said
    assert "H. T. T. L. Chủ tịch HĐND tỉnh 47 0 0 46 97,87 0 0 1 2,13" in said
    assert "25/47 phiếu thu về ghi tín nhiệm thấp (53,19 %)" in said
    assert "Quá nửa, chưa đến 2/3 tín nhiệm thấp: 01 người" in said
    assert "Nghị quyết 96/2023/QH15, Điều 12: có thể xin từ chức" in said


def test_the_session_and_its_people_are_named(session: VotingSession) -> None:
    said = text(minutes_of(session))
    assert "Kỳ họp thứ 15 HĐND tỉnh họp từ 8 giờ 00 phút, ngày 13 tháng 12 năm 2023, tại Hội trường HĐND tỉnh" in said
    assert "Ban Kiểm phiếu gồm 03 người, do ông (bà) Lê Thị Chi làm Trưởng ban" in said
    assert "Tổng số đại biểu: 50; số được triệu tập: 50, bằng 100,00 % tổng số đại biểu." in said
    assert "Số có mặt: 47, bằng 94,00 % số được triệu tập; vắng mặt: 3, bằng 6,00 % số được triệu tập." in said
    assert "Có mặt ít nhất 2/3 tổng số đại biểu, bảo đảm điều kiện tiến hành" in said
    assert "Khối UBND (phiếu màu hồng) 47 100,00 47 100,00 47 100,00 0 0" in said


def test_the_state_letterhead(session: VotingSession) -> None:
    first = pages(minutes_of(session))[0]
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Số: /BB-BKP", "BAN KIỂM PHIẾU"):
        assert words in first
    assert "HỘI ĐỒNG NHÂN DÂN TỈNH VĨNH PHÚC" in first
    assert "Vĩnh Phúc, ngày 13 tháng 12 năm 2023" in first
    assert "TM. BAN KIỂM PHIẾU" in text(minutes_of(session))
    assert "ĐẢNG CỘNG SẢN" not in first


def test_the_party_letterhead(party_session: VotingSession) -> None:
    said = text(minutes_of(party_session))
    assert "TỈNH ỦY VĨNH PHÚC BAN KIỂM PHIẾU * ĐẢNG CỘNG SẢN VIỆT NAM Số -BB/BKP" in said
    assert "T/M BAN KIỂM PHIẾU TRƯỞNG BAN" in said
    assert "03 đồng chí, do đồng chí Lê Thị Chi làm Trưởng ban" in said
    assert "CỘNG HÒA" not in said


def test_the_secrecy_marking_is_printed(session: VotingSession) -> None:
    assert "MẬT" not in text(minutes_of(session)).split()
    session.campaign.secrecy = "secret"
    session.campaign.save()
    assert "MẬT" in pages(minutes_of(session))[0].split()


def test_what_is_unknown_is_dotted(session: VotingSession) -> None:
    VotingSession.objects.update(place="", present=None, summoned=None)
    session.board.all().delete()
    said = text(minutes_of(session))
    assert "số được triệu tập: ........" in said
    assert "Ban Kiểm phiếu gồm ........ người, do ông (bà) ......" in said
    assert "THƯ KÝ, CÁC THÀNH VIÊN (Ký, ghi rõ họ tên)" in said
    assert "bảo đảm điều kiện" not in said


def test_a_secretary_is_named_and_signs_first(session: VotingSession) -> None:
    session.board.filter(name="Hoàng Văn Em").update(role="secretary")
    said = text(minutes_of(session))
    assert "THƯ KÝ, CÁC THÀNH VIÊN" in said
    assert "1. Hoàng Văn Em (Thư ký)" in said
    assert "2. Phạm Tiến Dũng" in said


def test_the_board_is_named_in_its_order(session: VotingSession) -> None:
    session.board.filter(name="Hoàng Văn Em").update(role="secretary")
    assert "Ban Kiểm phiếu: Lê Thị Chi (Trưởng ban); Hoàng Văn Em (Thư ký); Phạm Tiến Dũng." in text(
        minutes_of(session)
    )


def test_what_the_board_wrote_is_printed(session: VotingSession) -> None:
    assert "từ ........ giờ ........ phút cùng ngày, Ban Kiểm phiếu gồm" in text(minutes_of(session))
    Minutes.objects.create(
        session=session,
        began_at=at(10, 15),
        ended_at=at(11, 5),
        copies=3,
        witnesses="Trần Văn Chứng\nLê Thị Kiến",
        recipients="Thường trực HĐND tỉnh\nLưu: VT",
    )
    said = text(minutes_of(session))
    assert "từ 10 giờ 15 phút cùng ngày, Ban Kiểm phiếu gồm 03 người" in said
    assert "kết thúc hồi 11 giờ 05 phút cùng ngày. Biên bản được lập thành 03 bản" in said
    assert "Đại diện chứng kiến việc kiểm phiếu: Trần Văn Chứng; Lê Thị Kiến." in said
    assert "Nơi nhận: - Thường trực HĐND tỉnh; - Lưu: VT." in said


def test_a_count_past_midnight_names_its_day(session: VotingSession) -> None:
    Minutes.objects.create(session=session, began_at=at(22, 0), ended_at=at(22, 0) + timedelta(hours=3))
    assert "kết thúc hồi 1 giờ 00 phút, ngày 14 tháng 12 năm 2023" in text(minutes_of(session))


def test_wholly_invalid_ballots_and_invalid_lines_are_told_apart(phase: Phase, council: OrganisationUnit) -> None:
    session = counted_session(phase, council, [Style("Khối HĐND", crowd(2), returned=47, wholly_invalid=1)])
    assert "47 100,00 47 100,00 46 97,87 1 2,13" in text(minutes_of(session))
    assert "Chủ tịch UBND tỉnh 45 1 1 40 85,11" in text(minutes_of(session))


@pytest.mark.parametrize("issue", [issue_minutes, issue_result_report])
def test_every_page_is_a_draft_until_the_seal(session: VotingSession, issue: Callable[..., bytes]) -> None:
    draft = pages(issue(by=None, session=session))
    assert all("DỰ THẢO" in page for page in draft)
    assert "Dự thảo để soát số liệu" in draft[0]
    VotingSession.objects.update(state=SessionState.SEALED)
    assert "thảo" not in text(issue(by=None, session=session)).lower()


@pytest.mark.parametrize("issue", [issue_minutes, issue_result_report])
def test_a_rehearsal_says_so_on_every_page(session: VotingSession, issue: Callable[..., bytes]) -> None:
    VotingSession.objects.update(is_rehearsal=True, state=SessionState.SEALED)
    assert all("DIỄN TẬP" in page for page in pages(issue(by=None, session=session)))


def test_a_second_count_says_so(session: VotingSession) -> None:
    assert "Kiểm phiếu lần" not in text(minutes_of(session))
    VotingSession.objects.update(count_version=2)
    assert "BIÊN BẢN KIỂM PHIẾU (Kiểm phiếu lần 2, thay biên bản lần 1)" in text(minutes_of(session))


def test_a_motion_has_two_levels_and_its_own_words(phase: Phase, council: OrganisationUnit) -> None:
    person = Person("Lê Văn An", "Chủ tịch UBND tỉnh", (19, 27))
    style = Style("Khối UBND", [person], levels=("confidence", "no_confidence"))
    session = counted_session(phase, council, [style], kind=VoteKind.MOTION)
    said = text(minutes_of(session))
    assert "Bỏ phiếu tín nhiệm tại kỳ họp thứ 15 HĐND tỉnh" in said
    assert "đã kiểm phiếu bỏ phiếu tín nhiệm đối với 01 người" in said
    assert "Chủ tịch UBND tỉnh 46 0 1 19 40,43 27 57,45" in said
    assert "27/47 phiếu thu về ghi không tín nhiệm (57,45 %)" in said
    assert "lấy phiếu" not in said.lower()


class TestResultReport:
    def test_of_the_party(self, party_session: VotingSession) -> None:
        said = text(issue_result_report(by=None, session=party_session))
        assert "BÁO CÁO KẾT QUẢ PHIẾU TÍN NHIỆM Tại hội nghị Tỉnh ủy lần thứ 9" in said
        assert "Thực hiện nhiệm vụ do hội nghị giao, từ ........ giờ ........ phút, ngày 13 tháng 12 năm 2023" in said
        assert "Ban Kiểm phiếu gồm 03 đồng chí, do đồng chí Lê Thị Chi làm Trưởng ban, đã kiểm phiếu tín nhiệm" in said
        assert "L. D. T. Chủ tịch UBND tỉnh 46 0 1 19 40,43 2 4,26 25 53,19" in said
        assert "T/M BAN KIỂM PHIẾU TRƯỞNG BAN" in said

    def test_of_the_state(self, session: VotingSession) -> None:
        said = text(issue_result_report(by=None, session=session))
        assert "BÁO CÁO KẾT QUẢ KIỂM PHIẾU Lấy phiếu tín nhiệm tại kỳ họp thứ 15 HĐND tỉnh" in said
        assert "Kính gửi: Hội đồng nhân dân tỉnh Vĩnh Phúc" in said
        assert "Ban Kiểm phiếu báo cáo kỳ họp" in said
        assert AuditEvent.objects.filter(action="result_report.issued").count() == 1


def test_the_form_for_a_hand_count_has_no_figure(session: VotingSession) -> None:
    VotingSession.objects.update(state=SessionState.PREPARED)
    found = pages(render_pdf("reports/print/minutes.html", {"paper": minutes_skeleton(session)}))
    said = " ".join(found)
    assert "Tổng số đại biểu: ........; số được triệu tập: ........" in said
    assert "1 L. D. T. Chủ tịch UBND tỉnh 2 V. V. K." in said
    assert "đối với 03 người" in said
    assert "%" in said
    assert "DỰ THẢO" not in said
    assert not re.search(r"\d,\d\d", said)


def test_too_few_present_is_said(session: VotingSession) -> None:
    VotingSession.objects.update(present=33)
    assert "Có mặt chưa đến 2/3 tổng số đại biểu, chưa bảo đảm điều kiện tiến hành" in text(minutes_of(session))


def test_nobody_over_a_threshold_is_said(phase: Phase, council: OrganisationUnit) -> None:
    session = counted_session(phase, council, [Style("Khối HĐND", crowd(3))])
    said = text(minutes_of(session))
    assert "Cả 03 người được lấy phiếu đều ở mức “Không quá nửa tín nhiệm thấp”" in said


def test_a_base_of_all_members_is_stated(council: OrganisationUnit) -> None:
    phase = make_phase(make_campaign("HDND-2018"), "NQ85")
    said = text(minutes_of(counted_session(phase, council, [Style("Khối HĐND", crowd(2))])))
    assert "tỷ lệ % tính trên 50 đại biểu" in said
    assert "45 0 2 40 80 5 10 0 0" in said


def test_page_numbers_begin_on_the_second_page(session: VotingSession) -> None:
    first, second, *_ = pages(minutes_of(session))
    assert not first.startswith("1")
    assert second.startswith("2 ") or second.endswith(" 2")


def test_only_the_shipped_font_is_embedded(session: VotingSession, party_session: VotingSession) -> None:
    for one in (session, party_session):
        found = fonts(minutes_of(one))
        assert found
        assert all(name.startswith("Tinos") for name in found)


def test_the_pdf_says_what_it_is(session: VotingSession) -> None:
    reader = PdfReader(BytesIO(minutes_of(session)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Biên bản kiểm phiếu, kỳ họp thứ 15 HĐND tỉnh"
    catalogue: Any = reader.root_object
    assert catalogue["/Lang"] == "vi"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert {round(float(side)) for side in reader.pages[0].mediabox[2:]} == {595, 842}


def test_the_same_session_gives_the_same_bytes(session: VotingSession) -> None:
    assert minutes_of(session) == minutes_of(session)


def test_the_bytes_do_not_depend_on_the_process() -> None:
    """Hash seeds differ from one process to the next."""
    script = (
        "import tests.environment, os, hashlib; os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings'\n"
        "import django; django.setup()\n"
        "from reports.pdf import render_pdf; from tests.reports.setting import paper\n"
        "print(hashlib.sha256(render_pdf('reports/print/minutes.html', {'paper': paper(5)})).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], cwd=root, env=_environment(seed), capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def _environment(seed: str) -> dict[str, str]:
    import os

    from django.db import connection

    settings = connection.settings_dict
    address = os.environ.get("DATABASE_URL") or f"postgresql://{settings['USER']}@/postgres?host={settings['HOST']}"
    return {**os.environ, "PYTHONHASHSEED": seed, "DATABASE_URL": address}


def test_nothing_outside_the_shipped_files_is_fetched(tmp_path: Path) -> None:
    for address in ("http://127.0.0.1/x.css", "https://example.org/a.png", f"file://{tmp_path}/x", "data:text/css,p{}"):
        with pytest.raises(FatalURLFetchingError):
            ShippedFiles().fetch(address)


def test_names_are_text_and_no_markup(phase: Phase, council: OrganisationUnit) -> None:
    person = replace(crowd(1)[0], name="<img src=http://127.0.0.1/x>", title="A & B <b>")
    session = counted_session(phase, council, [Style("Khối HĐND", [person])])
    assert "A & B <b>" in text(minutes_of(session))


def test_a_session_that_is_not_counted_has_no_minutes(session: VotingSession) -> None:
    VotingSession.objects.update(state=SessionState.COUNTING)
    with pytest.raises(Refused, match="KH-15 chưa có kết quả"):
        minutes_of(session)


def test_numbers_of_all_channels_are_added(session: VotingSession) -> None:
    from ballots.models import Count, CountLine, Source

    style = session.styles.get(name="Khối UBND")
    Stock.objects.create(style=style, channel="screen", issued=3, returned=3)
    count = Count.objects.create(
        style=style, channel="screen", source=Source.KEYED, returned=3, valid=3, wholly_invalid=0
    )
    for subject in style.subjects.all():
        CountLine.objects.create(count=count, subject=subject, votes={"high": 1, "normal": 1, "low": 1}, line_invalid=0)
    said = text(minutes_of(session))
    assert "L. D. T. Chủ tịch UBND tỉnh 49 0 1 20 40,00 3 6,00 26 52,00" in said


def test_a_missing_count_is_a_sentence(session: VotingSession) -> None:
    session.styles.get(name="Khối UBND").counts.all().delete()
    result = session_result(session.pk)
    assert result is not None
    assert result.problem == "Loại phiếu “Khối UBND” chưa có kết quả kiểm phiếu."
    with pytest.raises(Refused, match="KH-15: Loại phiếu"):
        minutes_of(session)


def test_handing_out_leaves_an_event(session: VotingSession) -> None:
    minutes_of(session)
    event = AuditEvent.objects.get(action="minutes.issued")
    assert (event.object_id, event.unit_id) == (str(session.pk), session.unit_id)
    assert len(event.after["sha256"]) == 64


class TestCommand:
    def test_writes_the_file(self, session: VotingSession, tmp_path: Path) -> None:
        out = tmp_path / "bien-ban.pdf"
        call_command("minutes", "KH-15", str(out))
        assert "53,19" in text(out.read_bytes())
        assert [path.name for path in tmp_path.iterdir()] == ["bien-ban.pdf"]

    def test_an_unknown_session(self, db: None, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Không có hội nghị nào mang mã XYZ"):
            call_command("minutes", "XYZ", str(tmp_path / "x.pdf"))
        assert not list(tmp_path.iterdir())

    def test_a_code_in_two_campaigns(self, session: VotingSession, council: OrganisationUnit, tmp_path: Path) -> None:
        other = make_phase(make_campaign("HDND-2028"))
        counted_session(other, council, [Style("Khối HĐND", crowd(1))])
        out = tmp_path / "x.pdf"
        with pytest.raises(CommandError, match="HDND-2023, HDND-2028"):
            call_command("minutes", "KH-15", str(out))
        call_command("minutes", "KH-15", str(out), campaign="HDND-2028")
        assert out.exists()

    def test_a_folder_that_is_not_there(self, session: VotingSession, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="Không ghi được tệp"):
            call_command("minutes", "KH-15", str(tmp_path / "khong-co" / "x.pdf"))


def test_a_large_board_signs_on_one_page(session: VotingSession) -> None:
    seat_board(session, "Lê Thị Chi", *(f"Công Tằng Tôn Nữ Hoàng {i}" for i in range(1, 29)))
    last = pages(minutes_of(session))[-1]
    assert SIGNED in last
    assert "Hoàng 1 " in last
    assert "28. Công" in last


def test_figures_of_the_paper_agree_with_the_query(session: VotingSession) -> None:
    result = session_result(session.pk)
    assert result is not None
    paper = minutes_paper(result)
    rows = [row for table in paper.tables for row in table.rows]
    for person, row in zip(result.people, rows, strict=True):
        assert [cell.share for cell in row.cells] == list(person.line.share_texts.values())
        assert [cell.number for cell in row.cells] == [str(votes) for votes in person.line.votes.values()]


@pytest.mark.parametrize(("words", "size", "column"), [("100,00", 11, "share"), ("phiếu", 9, "votes")])
def test_the_widest_of_each_column_of_results_fits(words: str, size: int, column: str) -> None:
    css = (settings.BASE_DIR / "static/css/print/minutes.css").read_text()
    assert "th, .results td { padding: .9mm .4mm; }" in css
    assert f".results {'.number' if column == 'share' else '.units th'} {{ font-size: {size}pt; }}" in css
    width = re.search(rf"^col\.{column} {{ width: ([\d.]+)mm; }}", css, re.M)
    face = ImageFont.truetype(settings.BASE_DIR / "static/fonts/tinos/Tinos-Italic.ttf", 1000)
    room = float(width[1]) - 2 * 0.4 - 0.18 if width else 0  # without paddings and a rule
    assert face.getlength(words) / 1000 * size * 25.4 / 72 < room
