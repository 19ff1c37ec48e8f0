"""Key cards and code slips as papers: what stands on them, that a reader reads it, and that nothing else is in them."""

import io
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from ballots.actions.boxes import try_cards
from ballots.actions.code_slips import print_codes
from ballots.models import BallotBox
from ballots.rules.access_codes import read_code
from ballots.rules.access_codes import written as written_code
from ballots.rules.key_cards import read_card
from config.accounts.models import User
from reports.actions import box_papers
from reports.actions.box_papers import issue_code_slips, issue_key_cards
from tests.ballots.boxes import HOLDERS, locked
from tests.ballots.conftest import MakeSession, council, make_campaign, make_session
from tests.reports.papers import pages

__all__ = ["council", "make_campaign", "make_session"]
pytestmark = pytest.mark.django_db
ADDRESS = "https://phieu.example.vn/phieu/7K2MFX/"
OFFICE_SCAN = 150


def codes_on(pdf: bytes, page: int) -> list[str]:
    """What a reader finds on a page as it is printed and photographed, 150 dots an inch."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[page].render(scale=OFFICE_SCAN / 72).to_pil()
    document.close()
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.fixture
def slips(make_session: MakeSession, chi: User, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, Sequence[str]]:
    """The paper of 24 slips, and the codes that it was made of."""
    screen = locked(make_session, chi)
    try_cards(by=chi, session=screen.session, cards=screen.cards[:2])
    made: list[str] = []

    def printing(**asked: Any) -> list[str]:
        made.extend(print_codes(**asked))
        return made

    monkeypatch.setattr(box_papers, "print_codes", printing)
    pdf = issue_code_slips(
        by=chi, session=screen.session, number=24, wifi="HOI-TRUONG-A", address_of=lambda _box: ADDRESS
    )
    return pdf, made


def test_ten_slips_a_sheet_each_read_by_a_phone(slips: tuple[bytes, Sequence[str]]) -> None:
    pdf, codes = slips
    texts = pages(pdf)
    assert len(texts) == 3
    found = [text for page in range(3) for text in codes_on(pdf, page)]
    assert sorted(found) == sorted(f"{ADDRESS}#{code}" for code in codes)
    for code in codes:
        assert sum(written_code(code) in text for text in texts) == 1
    assert "Wi-Fi: HOI-TRUONG-A" in texts[0]
    assert "phieu.example.vn/phieu/7K2MFX/" in texts[0].replace("phieu/ ", "phieu/").replace("vn/ ", "vn/")


def test_a_code_stands_in_nothing_but_the_pages(slips: tuple[bytes, Sequence[str]]) -> None:
    pdf, codes = slips
    reader = PdfReader(io.BytesIO(pdf))
    beside = f"{reader.metadata} {reader.outline} {reader.xmp_metadata}"
    assert not [code for code in codes if code in beside or written_code(code) in beside]
    assert not reader.attachments


def test_a_page_a_card_with_its_holder_and_its_text(make_session: MakeSession, chi: User) -> None:
    session = make_session(state="prepared", casting="screen")
    pdf = issue_key_cards(by=chi, session=session, holders=HOLDERS, threshold=2)
    texts = pages(pdf)
    assert len(texts) == len(HOLDERS)
    key = bytes.fromhex(BallotBox.objects.get().public_key)
    for number, (text, holder) in enumerate(zip(texts, HOLDERS, strict=True), 1):
        assert holder in text
        assert f"{number}/3" in text
        assert not [other for other in HOLDERS if other != holder and other in text]
        (scanned,) = codes_on(pdf, number - 1)
        card = read_card(scanned, key)
        assert card is not None
        assert card.number == number
        assert " ".join(scanned.split("-")) in text


def test_no_lock_without_its_cards(make_session: MakeSession, chi: User, monkeypatch: pytest.MonkeyPatch) -> None:
    session = make_session(state="prepared", casting="screen")
    monkeypatch.setattr(box_papers, "key_cards_paper", lambda *_: SimpleNamespace(cards=1))
    with pytest.raises(TypeError):
        issue_key_cards(by=chi, session=session, holders=HOLDERS, threshold=2)
    assert not BallotBox.objects.exists()


def test_codes_are_read_as_they_are_written(slips: tuple[bytes, Sequence[str]]) -> None:
    assert all(read_code(written_code(code)) == code for code in slips[1])
