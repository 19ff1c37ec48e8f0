"""Photos and self-reports beside the ballots: of the people of this box, while it takes ballots."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from ballots.actions.kiosks import enrol_kiosk
from campaigns.models import BoxState, SelfReportFile, SessionState, Subject, VotingSession
from config.accounts.models import User
from officials.models import Official, Portrait
from tests.ballots.boxes import Screen, open_screen
from tests.ballots.conftest import MakeSession
from tests.ballots.voters import VoterBrowser

pytestmark = pytest.mark.django_db
WHEN = [
    (SessionState.CHECKING_IN, BoxState.READY, 404),
    (SessionState.VOTING, BoxState.TRIED, 404),
    (SessionState.VOTING, BoxState.READY, 200),
    (SessionState.VOTING, BoxState.CLOSED, 404),
    (SessionState.COUNTING, BoxState.CLOSED, 404),
    (SessionState.COUNTED, BoxState.OPENED, 404),
]
CONTENT = b"\xff\xd8\xffphoto"


@pytest.fixture
def screen(make_session: MakeSession, chi: User) -> Screen:
    return open_screen(make_session, chi)


def person(screen: Screen, name: str = "Lê Văn Một") -> Subject:
    return Subject.objects.get(style__session=screen.session, printed_name=name)


def give_photo(subject: Subject) -> Subject:
    subject.official = Official.objects.create(code=f"A{subject.pk}", full_name=subject.printed_name)
    subject.save()
    Portrait.objects.create(official=subject.official, content=CONTENT)
    return subject


def photo(screen: Screen, subject: Subject) -> str:
    return reverse("cast-portrait", args=[screen.box.address, subject.pk])


def ask(path: str) -> int:
    return Client().get(path).status_code


def test_who_has_a_photo_is_shown_with_it_the_others_with_initials(screen: Screen) -> None:
    subject = give_photo(person(screen))
    page = VoterBrowser(screen).open(screen.codes[0]).html
    (face,) = re.findall(r"<img class=[^>]*>", page)
    for word in (f'src="{photo(screen, subject)}"', 'alt=""', 'width="60" height="80"', 'loading="lazy"'):
        assert word in face
    assert re.findall(r'<span class="face" aria-hidden="true">(\w+)<', page) == ["TH"]  # on the same ballot


def test_where_nobody_has_a_photo_nothing_stands_for_it(screen: Screen) -> None:
    assert 'class="face"' not in VoterBrowser(screen).open(screen.codes[0]).html


def test_a_photo_is_kept_for_minutes_by_the_voter_only(screen: Screen) -> None:
    answer = Client().get(photo(screen, give_photo(person(screen))))
    assert (answer.content, answer.headers["Content-Type"]) == (CONTENT, "image/jpeg")
    assert answer.headers["Cache-Control"] == "private, max-age=600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


@pytest.mark.parametrize(("state", "box", "status"), WHEN)
def test_it_is_shown_only_while_ballots_are_filled_in(
    screen: Screen, state: SessionState, box: BoxState, status: int
) -> None:
    subject = give_photo(person(screen))
    VotingSession.objects.filter(pk=screen.session.pk).update(state=state, box=box)
    assert ask(photo(screen, subject)) == status


def test_a_box_shows_its_own_people_only(screen: Screen, make_session: MakeSession, chi: User) -> None:
    other = open_screen(make_session, chi, code="HN2")
    stranger = give_photo(person(other))
    assert ask(photo(other, stranger)) == 200
    assert ask(photo(screen, stranger)) == 404
    assert ask(photo(screen, person(screen))) == 404  # without a photo
    assert ask(f"/phieu/{screen.box.address}/anh/999999999999999999999999/") == 404
    assert ask(f"/phieu/XXXXX/anh/{stranger.pk}/") == 404


def loaded(page: str) -> list[str]:
    return re.findall(r'(?:src|href)="([^"]+)"', page)


@pytest.mark.promise("loaded_alike")
def test_what_is_loaded_is_the_same_whatever_is_marked_and_carries_no_code(screen: Screen) -> None:
    file_report(give_photo(person(screen)))
    pages = []
    for code, marks in zip(screen.codes, ("123", "000", "333"), strict=False):
        voter = VoterBrowser(screen).open(code)
        first = loaded(voter.html)
        voter.review(*marks)
        voter.post("ghi/", voter.fields())  # back to mend
        pages += [first, loaded(voter.html)]
        assert code not in "".join(pages[-1])
    assert len({tuple(sorted(page)) for page in pages}) == 1


# --- Self-reports -------------------------------------------------------------------------------------------------


def file_report(subject: Subject) -> Subject:
    SelfReportFile.objects.create(subject=subject, content=b"%PDF-report", pages=1)
    return subject


def report(screen: Screen, subject: Subject) -> str:
    return reverse("cast-self-report", args=[screen.box.address, subject.pk])


def test_a_filed_self_report_opens_beside_the_ballot(screen: Screen) -> None:
    subject = file_report(person(screen))
    page = VoterBrowser(screen).open(screen.codes[0]).html
    (link,) = re.findall(r"<a [^>]*tai-lieu[^>]*>", page)
    for word in (f'href="{report(screen, subject)}"', 'target="_blank"', 'rel="noopener noreferrer"'):
        assert word in link


def test_a_kiosk_links_to_no_self_report(screen: Screen, chi: User) -> None:
    subject = file_report(give_photo(person(screen)))
    _, invitation = enrol_kiosk(by=chi, session=screen.session, name="Máy 1")
    kiosk = VoterBrowser(screen, "may/")
    kiosk.post("", {"invitation": invitation})
    page = kiosk.post("ghi/", {"code": screen.codes[0]}).html
    assert 'data-step="ballots"' in page
    assert photo(screen, subject) in page
    assert report(screen, subject) not in page


def test_a_self_report_acts_for_nobody_and_is_not_kept(screen: Screen) -> None:
    answer = Client().get(report(screen, file_report(person(screen))))
    assert (answer.content, answer.headers["Content-Type"]) == (b"%PDF-report", "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="ban-tu-danh-gia.pdf"'
    assert answer.headers["Content-Security-Policy"].startswith("sandbox;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


@pytest.mark.parametrize(("state", "box", "status"), WHEN)
def test_it_is_read_only_while_ballots_are_filled_in(
    screen: Screen, state: SessionState, box: BoxState, status: int
) -> None:
    subject = file_report(person(screen))
    VotingSession.objects.filter(pk=screen.session.pk).update(state=state, box=box)
    assert ask(report(screen, subject)) == status


def test_a_box_opens_reports_on_its_own_people_only(screen: Screen, make_session: MakeSession, chi: User) -> None:
    other = open_screen(make_session, chi, code="HN2")
    stranger = file_report(person(other))
    assert ask(report(other, stranger)) == 200
    assert ask(report(screen, stranger)) == 404
    assert ask(report(screen, person(screen))) == 404  # none filed
