"""The seal on paper: printed, photographed, read back, and held against what the paper says."""

import io
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.utils import timezone
from PIL import Image

from ballots.actions.sealing import confirm_seal, propose_seal
from ballots.models import Minutes, Seal
from ballots.queries.seals import verify
from ballots.scans import scan
from campaigns.models import Campaign, Phase, Secrecy, VotingSession
from config.accounts.models import User
from config.errors import Refused
from officials.models import Letterhead, OrganisationUnit
from reports.actions.papers import issue_minutes
from reports.presenters.minutes import minutes_paper
from reports.presenters.seal import lines_of, seal_paper, wire_of
from reports.queries.results import session_result
from reports.queries.sealed_results import sealed_result
from reports.rules.printed import not_printed
from tests.ballots.seals import codes_of
from tests.reports.papers import pages
from tests.reports.sessions import Style, counted_session, crowd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEY_FILE = str(tmp_path / "seal.key")


@pytest.fixture
def sealed(session: VotingSession, chi: User, khanh: User) -> Seal:
    return seal(session, chi, khanh)


def seal(session: VotingSession, chi: User, khanh: User) -> Seal:
    propose_seal(by=chi, session=session)
    return confirm_seal(by=khanh, session=session)


def photo(pdf: bytes, page: int, dpi: int, degrees: float = 0, kind: str = "PNG") -> bytes:
    """The page as somebody photographs or scans it."""
    picture = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil().convert("L")
    out = io.BytesIO()
    picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=235).save(out, kind, quality=70)
    return out.getvalue()


def test_unsealed_minutes_carry_no_code(session: VotingSession, chi: User) -> None:
    propose_seal(by=chi, session=session)
    pdf = issue_minutes(by=None, session=session)
    assert "MÃ XÁC THỰC" not in pages(pdf)[-1]
    assert scan(pdf).codes == ""


def test_sealed_minutes_carry_the_codes(session: VotingSession, sealed: Seal) -> None:
    pdf = issue_minutes(by=None, session=session)
    assert "MÃ XÁC THỰC KẾT QUẢ" in pages(pdf)[-1]
    found = verify(scan(pdf).codes)
    assert (found.seal, found.digest) == (sealed, sealed.digest)


@pytest.mark.parametrize(
    ("dpi", "degrees", "kind"), [(150, 0, "PNG"), (150, 2.5, "JPEG"), (200, 7, "JPEG"), (150, 90, "PNG")]
)
def test_a_photo_of_the_page_is_enough(
    session: VotingSession, sealed: Seal, dpi: int, degrees: float, kind: str
) -> None:
    pdf = issue_minutes(by=None, session=session)
    assert verify(scan(photo(pdf, len(pages(pdf)) - 1, dpi, degrees, kind)).codes).seal == sealed


def test_the_codes_of_sixty_people_on_one_page(phase: Phase, council: OrganisationUnit, chi: User, khanh: User) -> None:
    session = counted_session(phase, council, [Style("Khối UBND", crowd(60))])
    kept = seal(session, chi, khanh)
    pdf = issue_minutes(by=None, session=session)
    assert 2 <= len(codes_of(kept)) <= 6
    assert "Số kiểm tra" in pages(pdf)[-1]
    assert verify(scan(photo(pdf, len(pages(pdf)) - 1, 150, 1.5, "JPEG")).codes).seal == kept


@pytest.fixture
def written(session: VotingSession) -> VotingSession:
    """The session with minutes in which everything is filled in."""
    moments = {
        name: timezone.make_aware(datetime(2023, 12, day, *hour))
        for name, day, hour in (("began_at", 13, (9, 5)), ("ended_at", 14, (0, 40)))
    }
    people = {"witnesses": "Vũ Thị Mai\nLê Hồng Phong", "recipients": "Ban Tổ chức Tỉnh ủy (2 bản)\nLưu: VT, BKP"}
    Minutes.objects.create(session=session, copies=3, **moments, **people)
    Campaign.objects.update(secrecy=Secrecy.SECRET)
    return session


def expected_of(seal: Seal) -> list[str]:
    result = sealed_result(verify("".join(codes_of(seal))).sealed)
    assert result is not None
    return lines_of(minutes_paper(result), seal_paper(wire_of(seal)))


def test_every_digit_of_the_paper_is_held_against_the_seal(written: VotingSession, chi: User, khanh: User) -> None:
    expected = expected_of(seal(written, chi, khanh))
    pdf = issue_minutes(by=None, session=written)
    text = " ".join(scan(pdf).text.split())
    assert not_printed(expected, text) == []
    digits = [(line, place) for line in expected for place, char in enumerate(line) if char.isdigit()]
    assert len(digits) > 150
    for line, place in digits:
        wrong = line[:place] + str((int(line[place]) + 1) % 10) + line[place + 1 :]
        assert not_printed(expected, text.replace(line, wrong)), wrong
    for line in sorted(expected, key=len, reverse=True):
        text = text.replace(line, "")
    for fixed in ("1. Tổng", "2. Số phiếu", "3. Kết quả", "4. Người", "Mã 1/1"):
        text = text.replace(fixed, "", 1)
    numbers_of_pages = [str(number) for number in range(2, len(pages(pdf)) + 1)]
    assert re.findall(r"\d+", text) == numbers_of_pages


def test_sealed_minutes_say_what_was_sealed_whatever_is_renamed(written: VotingSession, chi: User, khanh: User) -> None:
    kept = seal(written, chi, khanh)
    first = issue_minutes(by=None, session=written)
    OrganisationUnit.objects.update(name="Đơn vị sáp nhập", place="Phú Thọ", letterhead=Letterhead.PARTY)
    Campaign.objects.update(secrecy=Secrecy.NONE)
    assert issue_minutes(by=None, session=VotingSession.objects.get(pk=written.pk)) == first
    assert not_printed(expected_of(kept), scan(first).text) == []
    Seal.objects.update(payload="[]")
    with pytest.raises(Refused, match="bị hỏng"):
        issue_minutes(by=None, session=written)


@pytest.mark.parametrize("number", [28, 60])
def test_long_papers_are_read_line_by_line(
    phase: Phase, party_session: VotingSession, chi: User, khanh: User, number: int
) -> None:
    session = counted_session(phase, party_session.unit, [Style("Khối UBND", crowd(number, over_half=3))])
    kept = seal(session, chi, khanh)
    assert not_printed(expected_of(kept), scan(issue_minutes(by=None, session=session)).text) == []


def test_the_result_worked_out_from_the_seal_is_the_result(session: VotingSession, sealed: Seal) -> None:
    known, worked_out = session_result(session.pk), sealed_result(verify("".join(codes_of(sealed))).sealed)
    assert known is not None
    assert worked_out is not None
    people = [[replace(person, subject=0) for person in style.people] for style in known.styles]
    assert [list(style.people) for style in worked_out.styles] == people
    assert [style.figures for style in worked_out.styles] == [style.figures for style in known.styles]


def test_another_version_of_the_rules_is_not_taken_for_the_one_that_was_sealed(sealed: Seal) -> None:
    found = verify("".join(codes_of(sealed))).sealed
    for changed in (
        replace(found, rules_digest="00" * 32),
        replace(found, rule_set="KHAC"),
        replace(found, levels=("a",)),
    ):
        assert sealed_result(changed) is None


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7 \n broken", b"\x89PNG broken", b"\xff\xd8\xff broken", b"\x00\xfe\xff\x9f", b"PK\x03\x04\x9f"],
)
def test_what_cannot_be_read_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"\.$"):
        scan(content)


def test_a_picture_that_unpacks_to_more_than_memory_is_refused() -> None:
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    with pytest.raises(Refused):
        scan(out.getvalue())


def test_a_text_file_may_hold_the_codes(sealed: Seal) -> None:
    content = "Mã gửi qua thư:\r\n" + "\r\n".join(codes_of(sealed))
    assert verify(scan(content.encode("utf-8-sig")).codes).seal == sealed
