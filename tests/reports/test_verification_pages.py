"""Sealing on the page, verifying what is printed, taking over what was never seen: page and command line."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from nacl.signing import SigningKey

from ballots.actions.reopening import confirm_reopening, propose_reopening
from ballots.actions.sealing import confirm_seal, propose_seal, withdraw_seal
from ballots.models import Count, CountLine, Seal, TrustedKey
from ballots.queries.seals import sealed_session
from ballots.rules.seal_codes import Wire, encode
from ballots.rules.seal_payload import canonical, digest_of
from ballots.rules.seal_signature import sign
from ballots.scans import Scan, scan
from campaigns.models import SessionState, VotingSession
from config.accounts.models import User
from config.errors import Refused
from reports.actions.papers import issue_minutes
from reports.queries.verification import Printed, verification
from tests.ballots.seals import SEALED_AT, codes_of
from tests.reports.sessions import make_campaign, make_phase

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGE = "/xac-minh/"


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def sealed(session: VotingSession, chi: User, khanh: User) -> Seal:
    propose_seal(by=chi, session=session)
    return confirm_seal(by=khanh, session=session)


@pytest.fixture
def brought(session: VotingSession) -> str:
    """The codes of a session that a trusted place sealed and that is not here."""
    key, text = SigningKey(bytes(32)), canonical(replace(sealed_session(session), sealed_at=SEALED_AT))
    CountLine.objects.all().delete()
    Count.objects.all().delete()
    VotingSession.objects.all().delete()
    TrustedKey.objects.create(public_key=key.verify_key.encode().hex(), name="Tỉnh Phú Thọ")
    return "\n".join(encode(Wire(text, key.verify_key.encode(), sign(key, digest_of(text)))))


def upload(content: bytes, name: str = "bien-ban.pdf") -> dict[str, Any]:
    return {"papers": [SimpleUploadedFile(name, content)], "text": ""}


def page_of(session: VotingSession) -> str:
    return reverse("session-seal", args=[session.campaign.code, session.code])


def test_two_people_seal_on_the_page(signed_in: SignIn, session: VotingSession, chi: User, khanh: User) -> None:
    page = page_of(session)
    first = signed_in(chi).post(page, {"do": "propose"}, follow=True).content.decode()
    assert "Lê Thị Chi đã đề nghị niêm phong" in first
    assert "phải là người khác" in first
    refused = signed_in(chi).post(page, {"do": "confirm"}, follow=True).content.decode()
    assert "phải là người khác" in refused
    shown = signed_in(khanh).get(page).content.decode()
    seen = Seal.objects.get().digest
    assert f'name="seen" value="{seen}"' in shown
    done = signed_in(khanh).post(page, {"do": "confirm", "seen": seen}, follow=True).content.decode()
    assert "Kết quả đã niêm phong" in done
    session.refresh_from_db()
    assert session.state == SessionState.SEALED
    assert "Đã niêm phong" in signed_in(khanh).post(page, {"do": "propose"}, follow=True).content.decode()
    assert signed_in(khanh).post(page, {"do": "x"}).status_code == 302


def test_what_was_proposed_anew_is_not_sealed_from_an_old_page(
    signed_in: SignIn, session: VotingSession, chi: User, khanh: User
) -> None:
    seen = propose_seal(by=chi, session=session).digest
    withdraw_seal(by=chi, session=session)
    session.board.filter(role="head").update(name="Người Khác")
    propose_seal(by=chi, session=session)
    for old in (seen, "", "\0"):
        page = signed_in(khanh).post(page_of(session), {"do": "confirm", "seen": old}, follow=True).content.decode()
        assert "đã được thay từ lúc đồng chí mở trang" in page
    assert Seal.objects.get().signature == ""


def test_a_proposal_is_withdrawn_on_the_page(signed_in: SignIn, session: VotingSession, chi: User) -> None:
    signed_in(chi).post(page_of(session), {"do": "propose"})
    assert "Đã rút" in signed_in(chi).post(page_of(session), {"do": "withdraw"}, follow=True).content.decode()
    assert not Seal.objects.exists()


def test_the_panel_is_for_everybody_who_sees_the_session(
    signed_in: SignIn, sealed: Seal, dung: User, an: User, ha: User
) -> None:
    panel = reverse("session-seal-panel", args=[sealed.session.campaign.code, sealed.session.code])
    for user in (dung, an):
        assert "Kết quả đã niêm phong" in signed_in(user).get(panel).content.decode()
        assert "seal-panel" in signed_in(user).get(panel, headers={"HX-Request": "true"}).content.decode()
    assert signed_in(ha).get(panel).status_code == 403
    assert signed_in(an).get(page_of(sealed.session)).status_code == 403


def test_a_pdf_is_verified_with_all_it_says(signed_in: SignIn, sealed: Seal, giang: User) -> None:
    pdf = issue_minutes(by=None, session=sealed.session)
    shown = signed_in(giang).post(PAGE, upload(pdf)).content.decode()
    assert "Chữ ký đúng, do chính hệ thống này niêm phong" in shown
    assert "Mọi số liệu in trên biên bản trùng" in shown
    assert "L. D. T." in shown
    assert "Nhập kết quả này" not in shown


def test_the_paper_of_a_count_that_was_replaced_says_so(
    signed_in: SignIn, sealed: Seal, chi: User, khanh: User, giang: User
) -> None:
    pdf = issue_minutes(by=None, session=sealed.session)
    asked = propose_reopening(by=chi, session=sealed.session, scope="all", reason="Kiến nghị")
    confirm_reopening(by=khanh, reopening=asked)
    shown = signed_in(giang).post(PAGE, upload(pdf)).content.decode()
    assert "Chữ ký đúng, do chính hệ thống này niêm phong. Đây là kết quả kiểm phiếu lần 1" in shown
    assert "nay ở lần 2. Dùng biên bản của lần sau cùng." in shown
    assert "alert alert-warning" in shown


def test_a_paper_with_one_changed_digit_is_refused(sealed: Seal) -> None:
    found = scan(issue_minutes(by=None, session=sealed.session))
    assert verification([found]).printed == Printed.SAME
    assert verification([Scan(found.codes)]).printed == Printed.ONLY_CODES
    changed = " ".join(found.text.split()).replace("25 53,19", "24 53,19")
    with pytest.raises(Refused, match="Biên bản đã bị sửa"):
        verification([Scan(found.codes, changed)])


def test_pasted_codes_and_what_is_wrong_with_them(signed_in: SignIn, sealed: Seal, giang: User) -> None:
    browser = signed_in(giang)
    (code,) = codes_of(sealed)
    assert "Đối chiếu số liệu dưới đây" in browser.post(PAGE, {"text": code}).content.decode()
    wrong = code[:60] + ("A" if code[60] != "A" else "B") + code[61:]
    for text, sentence in ((wrong, "bị sai ký tự"), ("xin chào", "Không tìm thấy mã"), (" ", "Chọn tệp hoặc dán")):
        shown = browser.post(PAGE, {"text": text})
        assert shown.status_code == 200
        assert sentence in shown.content.decode()
    assert wrong in browser.post(PAGE, {"text": wrong}).content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\nbroken", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xffbroken", b"PK\x03\x04\x9f\xff"]
)
def test_hostile_files_get_a_sentence(signed_in: SignIn, giang: User, content: bytes) -> None:
    shown = signed_in(giang).post(PAGE, upload(content))
    assert shown.status_code == 200
    assert "invalid-feedback" in shown.content.decode()


def test_too_many_and_too_large_files_are_refused(
    signed_in: SignIn, giang: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = {"papers": [SimpleUploadedFile(f"{i}.txt", b"x") for i in range(11)]}
    assert "không quá 10 tệp" in signed_in(giang).post(PAGE, many).content.decode()
    monkeypatch.setattr("reports.verification_forms.LIMIT_MB", 0)
    assert "nặng quá" in signed_in(giang).post(PAGE, upload(b"x")).content.decode()


def test_who_may_verify(signed_in: SignIn, dung: User, ha: User, an: User) -> None:
    assert signed_in(an).get(PAGE).status_code == 200
    for user in (dung, ha):
        assert signed_in(user).get(PAGE).status_code == 403


def test_a_session_never_seen_is_taken_over_on_the_page(signed_in: SignIn, brought: str, an: User) -> None:
    campaign = make_phase(make_campaign("KHAC")).campaign
    browser = signed_in(an)
    shown = browser.post(PAGE, {"text": brought}).content.decode()
    assert "do nơi đã được tin niêm phong: Tỉnh Phú Thọ" in shown
    assert "Nhập kết quả này" in shown
    take = reverse("sealed-take-over")
    assert "Chọn đợt" in browser.post(take, {"text": brought}).content.decode()
    done = browser.post(take, {"text": brought, "campaign": campaign.code})
    assert done.headers["Location"].endswith("/hoi-nghi/KH-15/")
    assert VotingSession.objects.get().state == SessionState.SEALED
    again = browser.post(take, {"text": brought, "campaign": campaign.code}, follow=True)
    assert "đã có từ trước" in again.content.decode()
    assert "Không tìm thấy mã" in browser.post(take, {"text": "x", "campaign": campaign.code}).content.decode()


def test_an_unknown_key_is_said_and_not_taken_over(signed_in: SignIn, brought: str, an: User) -> None:
    TrustedKey.objects.all().delete()
    shown = signed_in(an).post(PAGE, {"text": brought}).content.decode()
    assert "khóa chưa được tin" in shown
    assert "Nhập kết quả này" not in shown


# The command line


def run(command: str, *given: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command(command, *given, stdout=out, **options)
    return out.getvalue()


def test_verify_on_the_command_line(sealed: Seal, tmp_path: Path) -> None:
    paper = tmp_path / "bien-ban.pdf"
    paper.write_bytes(issue_minutes(by=None, session=sealed.session))
    said = run("verify", str(paper))
    assert "Chữ ký đúng" in said
    assert "tín nhiệm cao 19, tín nhiệm 2, tín nhiệm thấp 25, không hợp lệ riêng dòng 1." in said
    text = tmp_path / "ma.txt"
    text.write_text("".join(codes_of(sealed))[:-9], encoding="utf-8")
    for file in (text, tmp_path / "khong-co.pdf"):
        with pytest.raises(CommandError, match=r"\.$"):
            run("verify", str(file))


def test_import_and_trust_on_the_command_line(brought: str, tmp_path: Path) -> None:
    make_phase(make_campaign("KHAC"))
    file = tmp_path / "ma.txt"
    file.write_text(brought, encoding="utf-8")
    key = TrustedKey.objects.get().public_key
    assert key not in run("trust_key", key, remove=True)
    with pytest.raises(CommandError, match="chưa được tin"):
        run("import_sealed", str(file), campaign="KHAC")
    assert f"{key}  Phú Thọ" in run("trust_key", key, name="Phú Thọ")
    assert "Đã nhập hội nghị KH-15" in run("import_sealed", str(file), campaign="KHAC")
    assert "Đã có từ trước" in run("import_sealed", str(file), campaign="KHAC")
    with pytest.raises(CommandError, match="Không có đợt"):
        run("import_sealed", str(file), campaign="X")
    assert "Hệ thống này" in run("trust_key")
    with pytest.raises(CommandError, match="64 chữ số"):
        run("trust_key", "abc", name="X")
