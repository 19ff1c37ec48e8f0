"""The pages of a session's roll and counting board."""

import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from campaigns.actions.day import prepare_session
from campaigns.forms.voters import RollRowsForm
from campaigns.models import BoardMember, VotingSession
from campaigns.rules.roll_file import FileRow
from config.accounts.models import User
from officials.models import Official
from tests.campaigns.test_sessions_actions import Put, office, phase, put, session

__all__ = ["Put", "office", "phase", "put", "session"]
pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
ROLL = "/dot/LP2028/hoi-nghi/HN-S01/nguoi-ghi-phieu/"
BOARD = "/dot/LP2028/hoi-nghi/HN-S01/ban-kiem-phieu/"


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_the_roll_says_who_and_why(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    text = page(signed_in(giang), ROLL)
    assert "Vũ Mới" in text
    assert "Lãnh đạo cơ quan, đơn vị" in text
    assert "Phụ lục 1" in text
    assert "Thêm người" not in text


def test_the_roll_explains_who_qualifies(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    text = page(signed_in(giang), ROLL)
    assert "Trưởng phòng, đơn vị trực thuộc" in text
    assert "theo chức vụ đang giữ" in text
    assert "Ủy viên Ban Chấp hành (" not in text  # the rule of the Party committees, none of whose titles is voted on
    assert "cần xác nhận" in text
    assert str(session.phase.rule_set) in text
    assert text.count(session.phase.rule_set.rules.notes["voter_rules"]) == 1


def test_it_is_searched_without_diacritics_and_by_reason(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    assert "Vũ Mới" in page(client, f"{ROLL}?q=vu+moi")
    assert "Phạm Minh Đức" not in page(client, f"{ROLL}?q=vu+moi")
    assert "Phạm Minh Đức" in page(client, f"{ROLL}?why=leaders")
    assert "Phạm Minh Đức" not in page(client, f"{ROLL}?why=none")
    assert client.get(f"{ROLL}?format=xlsx").headers["Content-Type"].startswith("application/vnd")


def test_a_hand_correction_asks_for_its_reason(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client, entry = signed_in(an), session.voters.get(name="Vũ Mới")
    assert "bắt buộc" in client.post(f"{ROLL}{entry.pk}/dua-ra/", {"reason": ""}).content.decode()
    client.post(f"{ROLL}{entry.pk}/dua-ra/", {"reason": "Đi học"})
    assert "<del>Vũ Mới</del>" in page(client, ROLL)
    client.post(f"{ROLL}{entry.pk}/dua-lai/", {"reason": "Đã về"})
    assert "<del>" not in page(client, ROLL)


@pytest.mark.parametrize(
    ("person", "sentence"),
    [("Trùng Tên", "Ghi mã cán bộ: D1, D2"), ("X99", "Không có cán bộ mang mã"), ("", "bắt buộc")],
)
def test_an_unclear_person_gets_a_sentence_and_the_rest_stays(
    an: User, signed_in: SignedIn, session: VotingSession, person: str, sentence: str
) -> None:
    for code in ("D1", "D2"):
        Official.objects.create(code=code, full_name="Trùng Tên")
    data = {"person": person, "workplace": "Văn phòng", "reason": "Mời"}
    text = signed_in(an).post(f"{ROLL}them/", data).content.decode()
    assert sentence in text
    assert "Văn phòng" in text


def test_a_guest_is_added_by_name_and_an_official_by_code(
    an: User, signed_in: SignedIn, session: VotingSession
) -> None:
    Official.objects.create(code="D1", full_name="Lê Mã")
    client = signed_in(an)
    client.post(f"{ROLL}them/", {"person": "Khách mời", "reason": "Mời"})
    client.post(f"{ROLL}them/", {"person": "d1", "reason": "Mời"})
    assert session.voters.get(name="Khách mời").official is None
    assert session.voters.get(name="Lê Mã").note == "Mời"


def test_working_out_again_shows_first_what_it_would_do(
    an: User, signed_in: SignedIn, session: VotingSession, put: Put
) -> None:
    put("Người Thêm", "Phó Giám đốc", session.unit, rank=2)
    client = signed_in(an)
    assert "1 người khác với quy định" in page(client, ROLL)
    assert "Người Thêm" in page(client, f"{ROLL}xac-dinh-lai/")
    client.post(f"{ROLL}xac-dinh-lai/")
    assert session.voters.filter(name="Người Thêm").exists()
    assert "Danh sách đã đúng" in page(client, f"{ROLL}xac-dinh-lai/")


def upload(client: Client, rows: list[list[object]], **data: object) -> str:
    """Upload and, where the preview offers it, confirm; the page that comes then."""
    text = preview(client, rows, **data)
    fields = dict(re.findall(r'<input type="hidden" name="(rows|reason|with_unknown)" value="([^"]*)"', text))
    if "rows" not in fields:
        return text
    return client.post(f"{ROLL}nhap/", fields, follow=True).content.decode()


def preview(client: Client, rows: list[list[object]], **data: object) -> str:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    file = SimpleUploadedFile("nguoi.xlsx", content.getvalue())
    response = client.post(f"{ROLL}nhap/", {"file": file, "reason": "Theo kế hoạch", **data}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


HEAD: list[object] = ["Mã cán bộ", "Họ và tên", "Chức vụ", "Đơn vị"]


def test_a_file_is_added_whole(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    Official.objects.create(code="D1", full_name="Lê Mã")
    rows: list[list[object]] = [
        HEAD,
        ["D1", "Lê Mã", "Chuyên viên", "Sở"],
        ["", "Khách Lạ", "Trưởng phòng", "Sở"],
        ["", "Vũ Mới", "", ""],
    ]
    assert "Khách Lạ: không có trong danh sách cán bộ" in upload(signed_in(an), rows)
    assert not session.voters.filter(source="file").exists()
    text = upload(signed_in(an), rows, with_unknown="on")
    assert "Tệp có 3 người. Đã thêm 2 người. 1 người đã có tên từ trước." in text


def test_a_file_is_previewed_first(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    gone = session.voters.get(name="Vũ Mới")
    client.post(f"{ROLL}{gone.pk}/dua-ra/", {"reason": "Đi học"})
    rows: list[list[object]] = [HEAD, ["", "Khách Lạ", "Trưởng phòng", "Sở"], ["", "VU\u0303 MỚI", "", ""]]
    text = preview(client, rows, with_unknown="on")
    assert "Khách Lạ" in text
    assert "Đã đưa ra, để nguyên" in text
    assert "Theo kế hoạch" in text
    assert not session.voters.filter(source="file").exists()
    assert "vẫn ở ngoài danh sách" in upload(client, rows, with_unknown="on")
    assert session.voters.get(name="Vũ Mới").is_removed


def test_a_file_of_names_alone_is_read(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    text = upload(signed_in(an), [["DANH SÁCH"], ["Họ và tên"], ["Khách Lạ"], ["Khách Quen"]], with_unknown="on")
    assert "Đã thêm 2 người" in text


def test_people_of_one_name_at_two_places_are_two(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    upload(client, [HEAD, ["", "Khách Lạ", "", "Sở Y tế"]], with_unknown="on")
    upload(client, [HEAD, ["", "KHÁCH LẠ", "", "Sở Y tế"], ["", "Khách Lạ", "", "Báo"]], with_unknown="on")
    assert "Đã thêm 2 người" in upload(
        client, [HEAD, ["", "Khách 1", "", ""], ["", "Khách 2", "", ""]], with_unknown="on"
    )
    assert sorted(session.voters.filter(name="Khách Lạ").values_list("workplace", flat=True)) == ["Báo", "Sở Y tế"]


def test_what_was_shown_cannot_be_changed_or_outlive_the_planning(
    an: User, signed_in: SignedIn, session: VotingSession
) -> None:
    client, fields = signed_in(an), {"rows": RollRowsForm.signed([FileRow(2, "", "Khách Lạ", "", "")]), "reason": "Mời"}
    changed = client.post(f"{ROLL}nhap/", {**fields, "rows": "x" + fields["rows"], "with_unknown": "on"})
    assert "Tải tệp lên lại" in changed.content.decode()
    assert "không có trong danh sách cán bộ" in client.post(f"{ROLL}nhap/", fields).content.decode()
    prepare_session(by=an, session=session)
    late = client.post(f"{ROLL}nhap/", {**fields, "with_unknown": "on"}, follow=True)
    assert "đã chốt khi chuẩn bị" in late.content.decode()
    assert not session.voters.filter(source="file").exists()


def test_the_sessions_page_tells_that_the_roll_differs(
    an: User, giang: User, signed_in: SignedIn, session: VotingSession, put: Put
) -> None:
    note = f"{ROLL}khac-quy-dinh/"
    put("Người Thêm", "Phó Giám đốc", session.unit, rank=2)
    assert note in page(signed_in(an), "/dot/LP2028/hoi-nghi/HN-S01/")
    asked = signed_in(an).get(note, headers={"HX-Request": "true"}).content.decode()
    assert "1 người" in asked
    assert f"{ROLL}xac-dinh-lai/" in asked
    signed_in(an).post(f"{ROLL}xac-dinh-lai/")
    assert "người" not in signed_in(an).get(note, headers={"HX-Request": "true"}).content.decode()
    assert note not in page(signed_in(giang), "/dot/LP2028/hoi-nghi/HN-S01/")
    assert signed_in(an).get(note).status_code == 302


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["X9", "", "", ""], "Không có cán bộ mang mã “X9”"),
        (["D1", "Người Khác", "", ""], "không phải của Người Khác"),
        (["", "", "Chuyên viên", ""], "Ghi mã cán bộ, hoặc họ và tên"),
        (["D1", "", "", ""], "đã có ở dòng 2"),
        (["", "A" * 121, "", ""], "Dài quá 120 ký tự"),
    ],
)
def test_a_faulty_row_saves_nothing(
    an: User, signed_in: SignedIn, session: VotingSession, row: list[object], sentence: str
) -> None:
    Official.objects.create(code="D1", full_name="Lê Mã")
    assert sentence in upload(signed_in(an), [HEAD, ["D1", "Lê Mã", "", ""], row], with_unknown="on")
    assert not session.voters.filter(source="file").exists()


def test_the_board_is_chosen_from_the_roll(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client, entry = signed_in(an), session.voters.get(name="Vũ Mới")
    text = page(client, BOARD)
    assert f'value="{entry.pk}"' in text
    assert text.count('name="voters"') == 1
    client.post(BOARD, {"voters": [entry.pk], "name": "Lê Thị Chi"})
    member, other = session.board.order_by("position")
    data = {f"role-{member.pk}": "head", f"place-{member.pk}": "2"}
    data |= {f"role-{other.pk}": "secretary", f"place-{other.pk}": "1"}
    client.post(BOARD, data)
    assert [(m.name, m.role) for m in session.board.order_by("position")] == [
        ("Lê Thị Chi", "secretary"),
        ("Vũ Mới", "head"),
    ]
    assert "thường có từ 3 đến 15" in page(client, BOARD)


def test_somebody_on_the_ballot_is_refused_with_the_citation(
    an: User, signed_in: SignedIn, session: VotingSession
) -> None:
    text = signed_in(an).post(BOARD, {"name": "Phạm Minh Đức", "title": "Giữ lại"}).content.decode()
    assert "Nghị quyết 71/2022/QH15" in text
    assert "Giữ lại" in text
    assert not BoardMember.objects.exists()


def test_two_who_change_the_board_at_once(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(an)
    client.post(BOARD, {"name": "Người Thứ Nhất"})
    text = client.post(BOARD, {"name": "Người Thứ Hai", "title": "Giữ lại"}).content.decode()
    assert "vừa được sửa ở nơi khác" in text
    assert "Người Thứ Nhất" in text
    assert "Giữ lại" in text
    assert "bắt buộc" not in text
    assert session.board.count() == 1


def test_a_chair_on_the_board_is_told(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    VotingSession.objects.update(chair="Nguyễn Văn Chủ")
    client = signed_in(an)
    client.post(BOARD, {"name": "NGUYỄN VĂN CHỦ"})
    assert "Người chủ trì hội nghị có tên trong ban" in page(client, BOARD)


def test_who_only_looks_changes_nothing(giang: User, signed_in: SignedIn, session: VotingSession) -> None:
    client = signed_in(giang)
    assert "Chưa có ai trong ban" in page(client, BOARD)
    assert client.post(BOARD, {"name": "Ai Đó"}).status_code == 403
    assert client.post(f"{ROLL}them/", {"person": "Ai Đó", "reason": "x"}).status_code in (403, 404)


def test_a_frozen_roll_is_shown_with_its_digest(an: User, signed_in: SignedIn, session: VotingSession) -> None:
    prepared, client = prepare_session(by=an, session=session), signed_in(an)
    text = page(client, ROLL)
    assert prepared.roll_digest in text
    assert "Đưa ra" not in text
    assert "đã chốt" in client.post(f"{ROLL}xac-dinh-lai/", follow=True).content.decode()
