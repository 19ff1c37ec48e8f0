"""Two people seal a result; what was sealed is what stays; a province takes it over from the code alone."""

import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from nacl.signing import SigningKey

from ballots.actions.import_sealed import import_sealed_session
from ballots.actions.sealing import confirm_seal, propose_seal, withdraw_seal
from ballots.actions.trusted_keys import distrust_key, trust_key
from ballots.models import Count, CountLine, Seal, Source, Stock, TrustedKey
from ballots.queries.laws import violations
from ballots.queries.seals import Standing, Verified, broken_seals, local_text, seal_of, sealed_session, verify
from ballots.rules.seal_codes import Wire, encode
from ballots.rules.seal_payload import MinutesText, SealedSession, canonical, digest_of, in_one
from ballots.rules.seal_signature import is_signed, sign
from ballots.seal_key import own_key
from campaigns.models import BallotStyle, CampaignState, Phase, SessionState, Subject, VotingSession
from config.accounts.models import User
from config.audit.models import AuditEvent
from config.errors import Refused
from officials.models import Official, OrganisationUnit, UnitKind
from reports.actions.papers import issue_minutes
from tests.ballots.seals import SEALED_AT, codes_of, in_two_ways
from tests.conftest import MakeUnit
from tests.reports.conftest import VINH_PHUC
from tests.reports.papers import text
from tests.reports.sessions import counted_session, make_campaign, make_phase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> Path:
    settings.SEAL_KEY_FILE = str(tmp_path / "keys" / "seal.key")
    return Path(settings.SEAL_KEY_FILE)


@pytest.fixture
def council(make_unit: MakeUnit) -> OrganisationUnit:
    return make_unit("HDND", UnitKind.PEOPLES_COUNCIL, name="Hội đồng nhân dân tỉnh Vĩnh Phúc")


@pytest.fixture
def session(council: OrganisationUnit) -> VotingSession:
    return counted_session(make_phase(make_campaign()), council, VINH_PHUC)


def seal(session: VotingSession, chi: User, khanh: User) -> Seal:
    propose_seal(by=chi, session=session)
    return confirm_seal(by=khanh, session=session)


def foreign(sealed: SealedSession, key: SigningKey | None = None) -> str:
    """The codes of a session that another installation sealed."""
    key, text = key or SigningKey(bytes(32)), canonical(replace(sealed, sealed_at=sealed.sealed_at or SEALED_AT))
    return "".join(encode(Wire(text, key.verify_key.encode(), sign(key, digest_of(text)))))


def test_two_people_seal(session: VotingSession, chi: User, khanh: User) -> None:
    proposed = propose_seal(by=chi, session=session)
    assert (proposed.signature, proposed.sealed_at) == ("", None)
    sealed = confirm_seal(by=khanh, session=session)
    session.refresh_from_db()
    assert session.state == SessionState.SEALED
    assert is_signed(bytes.fromhex(sealed.public_key), bytes.fromhex(sealed.signature), sealed.digest)
    assert TrustedKey.objects.get().is_own
    actions = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-4:] == ["ballots.seal_proposed", "ballots.key_made", "session.sealed", "ballots.sealed"]
    assert not [line for line in violations() if "niêm phong" in line]


def test_nobody_seals_alone_or_without_the_right(session: VotingSession, chi: User, khanh: User, an: User) -> None:
    with pytest.raises(PermissionDenied):
        propose_seal(by=an, session=session)
    with pytest.raises(Refused, match="Chưa ai đề nghị"):
        confirm_seal(by=khanh, session=session)
    propose_seal(by=chi, session=session)
    with pytest.raises(Refused, match="đã được đề nghị"):
        propose_seal(by=khanh, session=session)
    with pytest.raises(Refused, match="phải là người khác"):
        confirm_seal(by=chi, session=session)
    withdraw_seal(by=khanh, session=session)
    assert seal_of(session) is None


def test_what_changed_since_the_proposal_is_not_sealed(session: VotingSession, chi: User, khanh: User) -> None:
    propose_seal(by=chi, session=session)
    Subject.objects.filter(style__session=session, position=1).update(printed_name="Người Khác")
    with pytest.raises(Refused, match="Số liệu đã thay đổi"):
        confirm_seal(by=khanh, session=session)
    assert seal_of(session) is not None


def test_a_ledger_that_does_not_balance_is_not_sealed(session: VotingSession, chi: User) -> None:
    Stock.objects.filter(style__session=session).update(returned=46)
    with pytest.raises(Refused, match="Sổ phiếu"):
        propose_seal(by=chi, session=session)


def test_only_a_counted_session_is_sealed(session: VotingSession, chi: User, khanh: User) -> None:
    seal(session, chi, khanh)
    with pytest.raises(Refused, match="Đã niêm phong"):
        propose_seal(by=chi, session=session)
    with pytest.raises(Refused):
        withdraw_seal(by=chi, session=session)


@pytest.mark.parametrize(
    "change",
    [
        lambda: CountLine.objects.filter(subject__printed_name="L. D. T.").update(
            votes={"high": 20, "normal": 2, "low": 24}
        ),
        lambda: VotingSession.objects.update(present=48),
        lambda: BallotStyle.objects.filter(position=1).update(colour="đỏ"),
        lambda: Seal.objects.update(signature="00" * 64),
        lambda: Seal.objects.all().delete(),
        lambda: Seal.objects.update(payload="[]"),
        lambda: Stock.objects.update(issued=48),
    ],
)
def test_the_check_finds_what_was_changed_afterwards(
    session: VotingSession, chi: User, khanh: User, change: Callable[[], object]
) -> None:
    seal(session, chi, khanh)
    change()
    assert [line for line in violations() if "niêm phong không khớp" in line]


def test_many_seals_are_checked_in_as_many_queries_as_few(
    session: VotingSession, council: OrganisationUnit, chi: User, khanh: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert not [line for line in violations() if "niêm phong" in line]
        return len(found)

    sessions = [counted_session(session.phase, council, VINH_PHUC, code=f"KH-{n}") for n in range(4)]
    seal(sessions[0], chi, khanh)
    few = queries()
    for other in sessions[1:]:
        seal(other, chi, khanh)
    assert queries() == few


def test_a_renamed_unit_breaks_no_seal(
    session: VotingSession, council: OrganisationUnit, chi: User, khanh: User
) -> None:
    seal(session, chi, khanh)
    OrganisationUnit.objects.filter(pk=council.pk).update(name="HĐND tỉnh Phú Thọ")
    assert not [line for line in violations() if "niêm phong" in line]


def test_the_key_is_made_once_and_for_its_owner_only(key_file: Path) -> None:
    first = own_key()
    assert own_key() == first
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir()] == ["seal.key"]
    key_file.write_text("gì đó")
    with pytest.raises(Refused, match="bị hỏng"):
        own_key()


def test_many_at_once_get_one_key() -> None:
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda: keys.append(own_key().encode())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_confirmations_at_once_one_seals(session: VotingSession, chi: User, khanh: User, an: User) -> None:
    from config.accounts.permissions import Role
    from officials.models import Assignment

    Assignment.objects.create(user=an, role=Role.APPROVER)
    propose_seal(by=chi, session=session)
    outcomes: list[str] = []

    def confirm(user: User) -> None:
        try:
            confirm_seal(by=user, session=session)
            outcomes.append("sealed")
        except Refused as refusal:
            outcomes.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[user]) for user in (khanh, an)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("sealed") == 1, outcomes
    assert "Đã niêm phong" in next(outcome for outcome in outcomes if outcome != "sealed")


# Verifying


def test_the_codes_prove_the_figures(session: VotingSession, chi: User, khanh: User) -> None:
    kept = seal(session, chi, khanh)
    found = verify("".join(codes_of(kept)))
    assert (found.standing, found.digest, found.seal) == (Standing.OWN, kept.digest, kept)
    assert kept.sealed_at is not None
    assert found.sealed == replace(sealed_session(session), sealed_at=local_text(kept.sealed_at, "seconds"))


def test_an_unknown_key_is_told_apart_from_a_wrong_signature(session: VotingSession, chi: User, khanh: User) -> None:
    sealed = sealed_session(session)
    found = verify(foreign(sealed))
    assert found.standing == Standing.UNKNOWN
    trust_key(by=None, public_key=found.wire.public_key.hex().upper(), name="Tỉnh Phú Thọ")
    assert (verify(foreign(sealed)).standing, verify(foreign(sealed)).key_name) == (Standing.TRUSTED, "Tỉnh Phú Thọ")
    forged = replace(found.wire, text=canonical(replace(sealed, present=48)))
    with pytest.raises(Refused, match="Chữ ký không khớp"):
        verify("".join(encode(forged)))


def test_keys_are_trusted_from_the_command_line_only(an: User) -> None:
    key = SigningKey(bytes(32)).verify_key.encode().hex()
    for by, given, name in ((an, key, "X"), (None, "abc", "X"), (None, key, " ")):
        with pytest.raises(Refused):
            trust_key(by=by, public_key=given, name=name)
    trust_key(by=None, public_key=key, name="Tỉnh Phú Thọ")
    with pytest.raises(Refused, match="đã được tin"):
        trust_key(by=None, public_key=key, name="Tỉnh Phú Thọ")
    with pytest.raises(Refused):
        distrust_key(by=an, public_key=key)
    distrust_key(by=None, public_key=key)
    with pytest.raises(Refused, match="Không có khóa"):
        distrust_key(by=None, public_key=key)


# Importing


@pytest.fixture
def elsewhere(session: VotingSession, council: OrganisationUnit) -> SealedSession:
    """What another place sealed, of which nothing is left here but the unit and one official of the register."""
    Official.objects.create(code="CB1", full_name="L. D. T.")
    sealed = sealed_session(session)
    style = sealed.styles[1]
    people = (replace(style.people[0], official="CB1"), replace(style.people[1], official="KHONGCO"))
    count = replace(style.channels[0], printed=50, spoiled=1, unused=2)
    styles = (sealed.styles[0], replace(style, people=people, channels=(count,)))
    CountLine.objects.all().delete()
    Count.objects.all().delete()
    VotingSession.objects.all().delete()
    return replace(sealed, styles=styles, count_version=2)


@pytest.fixture
def target(elsewhere: SealedSession) -> Phase:
    return make_phase(make_campaign("KHAC", name="Đợt khác"))


def trusted(sealed: SealedSession, key: SigningKey | None = None) -> Verified:
    codes = foreign(sealed, key)
    found = verify(codes)
    TrustedKey.objects.get_or_create(public_key=found.wire.public_key.hex(), defaults={"name": "Phú Thọ"})
    return verify(codes)


def test_a_session_never_seen_comes_in_from_its_code_alone(
    elsewhere: SealedSession, target: Phase, an: User, council: OrganisationUnit
) -> None:
    done = import_sealed_session(by=an, campaign=target.campaign, verified=trusted(elsewhere))
    session = VotingSession.objects.get()
    assert (done.session, done.is_new) == (session, True)
    assert (session.code, session.unit, session.phase, session.state) == ("KH-15", council, target, SessionState.SEALED)
    assert (session.total_members, session.summoned, session.present) == (50, 50, 47)
    assert (session.subject_count, session.board_count, session.count_version) == (3, 3, 2)
    line = CountLine.objects.get(subject__printed_name="L. D. T.")
    assert (line.votes, line.line_invalid) == ({"high": 19, "normal": 2, "low": 25}, 1)
    assert line.subject.official == Official.objects.get(code="CB1")
    assert Subject.objects.get(printed_name="V. V. K.").official is None
    stock = Stock.objects.get(style__name="Khối UBND")
    assert (stock.printed, stock.issued, stock.spoiled, stock.unused, stock.returned) == (50, 47, 1, 2, 47)
    assert set(Count.objects.values_list("source", flat=True)) == {Source.SEALED}
    assert list(violations()) == []
    assert AuditEvent.objects.filter(action="ballots.sealed_session_imported").exists()


def test_ballots_cast_in_two_ways_come_in_as_one_count(elsewhere: SealedSession, target: Phase) -> None:
    """A session that was taken over has no box: nothing of it says which votes were cast on screen."""
    mixed = in_two_ways(elsewhere)
    done = import_sealed_session(by=None, campaign=target.campaign, verified=trusted(mixed))
    (count,) = Count.objects.filter(style__position=1)
    whole = in_one(mixed.styles[0])
    assert (count.returned, count.valid) == (whole.returned, whole.valid)
    lines = count.lines.order_by("subject__position")
    assert [(*map(line.votes.get, mixed.levels), line.line_invalid) for line in lines] == list(whole.lines)
    assert list(violations()) == []
    assert list(broken_seals([done.session])) == []
    assert "trên màn hình" in text(issue_minutes(by=None, session=done.session))
    again = import_sealed_session(by=None, campaign=target.campaign, verified=trusted(mixed))
    assert not again.is_new


def test_the_same_again_changes_nothing_and_another_result_is_refused(elsewhere: SealedSession, target: Phase) -> None:
    first = import_sealed_session(by=None, campaign=target.campaign, verified=trusted(elsewhere))
    again = import_sealed_session(by=None, campaign=target.campaign, verified=trusted(elsewhere))
    assert (again.session, again.is_new) == (first.session, False)
    style = elsewhere.styles[1]
    count = replace(style.channels[0], lines=((20, 2, 24, 1), style.channels[0].lines[1]))
    other = replace(elsewhere, styles=(elsewhere.styles[0], replace(style, channels=(count,))))
    with pytest.raises(Refused, match=r"khác với bản niêm phong ở: số phiếu của L\. D\. T\.\."):
        import_sealed_session(by=None, campaign=target.campaign, verified=trusted(other))
    with pytest.raises(Refused, match="số có mặt"):
        import_sealed_session(by=None, campaign=target.campaign, verified=trusted(replace(elsewhere, present=46)))
    third = make_phase(make_campaign("BA"))
    with pytest.raises(Refused, match="đã có ở đợt KHAC"):
        import_sealed_session(by=None, campaign=third.campaign, verified=trusted(elsewhere))


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"unit_code": "X", "unit": "Không có"}, "Không xác định được đơn vị"),
    ({"rule_set_version": 9}, "không có giai đoạn theo NQ96 phiên bản 9"),
    ({"levels": ("a", "b", "c")}, "Các mức"),
    ({"is_rehearsal": True}, "diễn tập"),
    ({"present": 51}, "nhiều hơn triệu tập"),
    ({"held_at": "hôm qua"}, "sai thời gian"),
    ({"held_at": "2023-12-13T08:00:30+07:00"}, "không giữ nguyên được"),
    ({"sealed_at": "hôm nay"}, "sai thời gian"),
    ({"minutes": MinutesText("x", "", None, (), ())}, "sai thời gian"),
    ({"minutes": MinutesText("", "", 99999, (), ())}, "không nhập được"),
    ({"minutes": MinutesText("", "", 3, ("A\nB",), ())}, "không giữ nguyên được"),
    ({"held_at": "0001-01-01T00:00+07:00"}, "sai thời gian"),
    ({"held_at": "2023-99-13T08:00+07:00"}, "sai thời gian"),
    ({"kind": "khac"}, "không nhập được"),
    ({"code": "có dấu cách"}, "không nhập được"),
    ({"name": "x" * 300}, "không nhập được"),
    ({"count_version": 99999}, "không nhập được"),
]


@pytest.mark.parametrize(("fields", "sentence"), REFUSED)
def test_what_does_not_fit_is_refused_whole(
    elsewhere: SealedSession, target: Phase, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        import_sealed_session(by=None, campaign=target.campaign, verified=trusted(replace(elsewhere, **fields)))
    assert not VotingSession.objects.exists()
    assert not Seal.objects.exists()


@pytest.mark.parametrize("channels", [("paper", "paper"), ("fax",), ("x" * 50,)])
def test_ballots_of_no_channel_are_refused(elsewhere: SealedSession, target: Phase, channels: tuple[str, ...]) -> None:
    style = elsewhere.styles[0]
    counts = tuple(replace(style.channels[0], channel=channel) for channel in channels)
    brought = replace(elsewhere, styles=(replace(style, channels=counts), *elsewhere.styles[1:]))
    with pytest.raises(Refused, match="hình thức ghi phiếu"):
        import_sealed_session(by=None, campaign=target.campaign, verified=trusted(brought))


def test_the_unit_is_found_by_its_very_name(elsewhere: SealedSession, target: Phase) -> None:
    found = import_sealed_session(
        by=None, campaign=target.campaign, verified=trusted(replace(elsewhere, unit_code="CU"))
    )
    assert found.session.unit.code == "HDND"


def test_who_may_import(elsewhere: SealedSession, target: Phase, binh: User, khanh: User) -> None:
    for user in (khanh, binh):  # binh imports for his commune only
        with pytest.raises(PermissionDenied):
            import_sealed_session(by=user, campaign=target.campaign, verified=trusted(elsewhere))
    with pytest.raises(Refused, match="chưa được tin"):
        import_sealed_session(
            by=None, campaign=target.campaign, verified=verify(foreign(elsewhere, SigningKey(bytes([7] * 32))))
        )
    target.campaign.state = CampaignState.ARCHIVED
    target.campaign.save()
    with pytest.raises(Refused, match="lưu trữ"):
        import_sealed_session(by=None, campaign=target.campaign, verified=trusted(elsewhere))
