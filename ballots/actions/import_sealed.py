"""A sealed session that this installation has never seen, taken over from its code alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ballots.actions.counts import store_counts
from ballots.models import Channel, Minutes, Seal, Source, Stock
from ballots.queries.seals import Standing, Verified, sealed_session
from ballots.rules.fingerprint import CountedLine, CountedStyle
from ballots.rules.seal_payload import (
    BoardLine,
    ChannelCount,
    MinutesText,
    SealedSession,
    SealedStyle,
    comparable,
    faults,
    in_one,
)
from campaigns.actions.locking import held_campaign
from campaigns.actions.tallies import recount
from campaigns.models import (
    BallotStyle,
    BoardMember,
    Campaign,
    CampaignState,
    Phase,
    SessionState,
    Subject,
    VotingSession,
)
from config.accounts.permissions import Permission, require
from config.audit.actions import record
from config.errors import Refused
from officials.models import Official, OrganisationUnit
from officials.rules.roster_cells import FIRST_YEAR, LAST_YEAR

Row = TypeVar("Row", bound=Model)
CLOSED = {
    CampaignState.ARCHIVED: "Đợt lấy phiếu đã lưu trữ, không nhập thêm kết quả.",
    CampaignState.COMPLETED: "Đợt lấy phiếu đã hoàn thành. Đưa đợt về bước đang tiến hành rồi nhập kết quả.",
}
SEAL = "chữ ký niêm phong"
# what a difference from the session that is already there is called, by the field of SealedSession
NAMES = {
    "name": "tên hội nghị",
    "held_at": "thời gian",
    "place": "địa điểm",
    "chair": "chủ trì",
    "phase": "giai đoạn",
    "kind": "loại",
    "rule_set": "bộ quy định",
    "rule_set_version": "phiên bản bộ quy định",
    "total_members": "tổng số đại biểu",
    "summoned": "số triệu tập",
    "present": "số có mặt",
    "count_version": "lần kiểm phiếu",
    "board": "ban kiểm phiếu",
    "levels": "các mức",
    "is_rehearsal": "diễn tập",
    "trigger": "lý do bỏ phiếu tín nhiệm",
    "minutes": "giờ kiểm phiếu, số bản, người chứng kiến, nơi nhận",
}


@dataclass(frozen=True)
class Imported:
    """The session; `is_new` False where the same seal had come in before."""

    session: VotingSession
    is_new: bool


@transaction.atomic
def import_sealed_session(*, by: Any, campaign: Campaign, verified: Verified) -> Imported:
    """Create the session with its ballots, ledger, count and seal in the campaign, all of it or nothing. The same seal
    again changes nothing; another result under the same code is refused with the difference."""
    if by is not None:
        require(by, Permission.IMPORT_TOTALS)
    campaign = held_campaign(campaign.pk)
    sealed = verified.sealed
    if campaign.state in CLOSED:
        raise Refused(CLOSED[CampaignState(campaign.state)])
    if verified.seal is not None:
        return _known(campaign, verified.seal)
    _check(verified)
    _check_code(campaign, sealed)
    unit = _unit(sealed)
    if by is not None:
        require(by, Permission.IMPORT_TOTALS, unit)
    session = _session(campaign, unit, _phase(campaign, sealed), sealed)
    counted = _ballots(session, sealed)
    _board(session, sealed.board)
    _minutes(session, sealed.minutes)
    recount([session.pk])
    after = {"state": str(session.state), "digest": verified.digest, "public_key": verified.wire.public_key.hex()}
    record(by=by, action="ballots.sealed_session_imported", obj=session, after=after, unit_id=unit.pk)
    store_counts(by=by, counted={session.pk: counted}, sessions=[session], source=Source.SEALED)
    _ledger(session, sealed)
    _keep_seal(session, verified)
    if unkept := _differences(comparable(sealed, is_imported=True), sealed_session(session)):
        raise Refused(f"Bản niêm phong có nội dung không giữ nguyên được khi nhập: {', '.join(unkept)}.")
    return Imported(session, is_new=True)


def _known(campaign: Campaign, seal: Seal) -> Imported:
    if seal.session.campaign_id != campaign.pk:
        raise Refused(
            f"Kết quả này đã có ở đợt {seal.session.campaign.code}, hội nghị {seal.session.code}; không nhập hai lần."
        )
    return Imported(seal.session, is_new=False)


def _check(verified: Verified) -> None:
    if verified.standing == Standing.UNKNOWN:
        key = verified.wire.public_key.hex()
        raise Refused(
            f"Chữ ký đúng nhưng khóa {key[:16]}… chưa được tin nên chưa nhập được. Đối chiếu khóa với nơi niêm phong, "
            "rồi nhờ người quản trị máy chủ thêm khóa bằng lệnh trust_key."
        )
    if verified.sealed.is_rehearsal:
        raise Refused("Đây là kết quả diễn tập, không nhập vào đợt lấy phiếu.")
    channels = [[count.channel for count in style.channels] for style in verified.sealed.styles]
    if any(len(set(names)) < len(names) or not set(names) <= set(Channel.values) for names in channels):
        raise Refused("Bản niêm phong ghi sai hình thức ghi phiếu nên không nhập được.")
    if wrong := faults(verified.sealed):
        raise Refused(f"Số liệu đã niêm phong không đúng quy tắc nên không nhập. {' '.join(wrong)}")


def _check_code(campaign: Campaign, sealed: SealedSession) -> None:
    session = VotingSession.objects.filter(campaign=campaign, code=sealed.code).first()
    if session is None:
        return
    if not session.styles.filter(counts__isnull=False).exists():
        raise Refused(f"Đợt này đã có hội nghị {sealed.code} chưa có kết quả. Xóa hoặc đổi mã hội nghị đó trước.")
    differing = _differences(comparable(sealed, is_imported=True), sealed_session(session)) or [SEAL]
    raise Refused(
        f"Đợt này đã có kết quả của hội nghị {sealed.code}, khác với bản niêm phong ở: {', '.join(differing)}. "
        "Kết quả đã có không bị ghi đè; làm rõ bản nào đúng."
    )


def _differences(brought: SealedSession, there: SealedSession) -> list[str]:
    """In words, what is not the same: parts of the session, or the people whose figures differ."""
    there = comparable(there, is_imported=True)
    found = [name for field, name in NAMES.items() if getattr(brought, field) != getattr(there, field)]
    if brought.styles != there.styles:
        lines, others = _lines(brought), _lines(there)
        named = [
            f"số phiếu của {name}" for name in dict.fromkeys([*lines, *others]) if lines.get(name) != others.get(name)
        ]
        found += named[:3] or ["số phiếu phát ra, thu về, hợp lệ"]
    return found


def _lines(sealed: SealedSession) -> dict[str, list[tuple[int, ...]]]:
    return {
        person.name: [line]
        for style in sealed.styles
        for person, line in zip(style.people, style.total_lines, strict=False)
    }


def _unit(sealed: SealedSession) -> OrganisationUnit:
    """By the code; else by the very name, where only one has it."""
    units = OrganisationUnit.objects.all()
    found: list[OrganisationUnit] = list(units.filter(code=sealed.unit_code)) or list(
        units.filter(name=sealed.unit)[:2]
    )
    if len(found) != 1:
        raise Refused(
            f"Không xác định được đơn vị “{sealed.unit}” (mã {sealed.unit_code}) trong cây đơn vị. "
            "Thêm đơn vị, hoặc sửa mã cho khớp rồi nhập lại."
        )
    return found[0]


def _phase(campaign: Campaign, sealed: SealedSession) -> Phase:
    """The phase that votes under the same version of the rule set; of several the one of the same kind."""
    phases = campaign.phases.select_related("rule_set").filter(
        rule_set__code=sealed.rule_set, rule_set__version=sealed.rule_set_version
    )
    phase = phases.filter(kind=sealed.phase).first() or phases.first()
    if phase is None:
        raise Refused(
            f"Đợt này không có giai đoạn theo {sealed.rule_set} phiên bản {sealed.rule_set_version}. "
            "Thêm giai đoạn, hoặc chọn đợt khác."
        )
    levels = phase.rule_set.rules.for_motion() if sealed.kind == "motion" else phase.rule_set.rules
    if levels.level_codes != sealed.levels:
        raise Refused(f"Các mức trong bản niêm phong khác với {phase.rule_set} ở đây. Kiểm tra lại bộ quy định.")
    return phase


def _session(campaign: Campaign, unit: OrganisationUnit, phase: Phase, sealed: SealedSession) -> VotingSession:
    session = VotingSession(
        campaign=campaign,
        phase=phase,
        unit=unit,
        code=sealed.code,
        name=sealed.name,
        kind=sealed.kind,
        held_at=_moment(sealed.held_at),
        place=sealed.place,
        chair=sealed.chair,
        trigger=sealed.trigger,
        count_version=sealed.count_version,
        total_members=sealed.total_members,
        summoned=sealed.summoned,
        present=sealed.present,
        state=SessionState.SEALED,
    )
    return _saved(session)


def _moment(text: str) -> datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or timezone.is_naive(moment) or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Refused("Bản niêm phong ghi sai thời gian nên không nhập được.")
    return moment


def _minutes(session: VotingSession, minutes: MinutesText) -> None:
    row = Minutes(
        session=session,
        began_at=_moment(minutes.began_at) if minutes.began_at else None,
        ended_at=_moment(minutes.ended_at) if minutes.ended_at else None,
        copies=minutes.copies,
        witnesses="\n".join(minutes.witnesses),
        recipients="\n".join(minutes.recipients),
    )
    _saved(row)


def _saved(row: Row) -> Row:
    """Checked as a form would: a signature says who wrote it, not that it fits."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(f"Bản niêm phong có nội dung không nhập được: {' '.join(error.messages)}")
    row.save()
    return row


def _ballots(session: VotingSession, sealed: SealedSession) -> list[CountedStyle]:
    codes = {person.official for style in sealed.styles for person in style.people}
    officials: Mapping[str, Official] = Official.objects.in_bulk(codes - {""}, field_name="code")
    counted = []
    for position, style in enumerate(sealed.styles, 1):
        row = _saved(BallotStyle(session=session, name=style.name, colour=style.colour, position=position))
        subjects = [
            _saved(
                Subject(
                    style=row,
                    official=officials.get(person.official),
                    printed_name=person.name,
                    printed_title=person.title,
                    position=number,
                )
            ).pk
            for number, person in enumerate(style.people, 1)
        ]
        counted.append(_counted(row.pk, in_one(style), subjects, sealed.levels))
    return counted


def _counted(style: int, count: ChannelCount, subjects: list[int], levels: tuple[str, ...]) -> CountedStyle:
    return CountedStyle(
        style_id=style,
        channel=count.channel,
        issued=count.issued,
        returned=count.returned,
        valid=count.valid,
        wholly_invalid=count.wholly_invalid,
        lines=tuple(
            CountedLine(subject, dict(zip(levels, line[:-1], strict=True)), line[-1])
            for subject, line in zip(subjects, count.lines, strict=True)
        ),
        explanations={},
    )


def _ledger(session: VotingSession, sealed: SealedSession) -> None:
    """What the ledger has besides issued and returned ballots."""
    for row, style in zip(session.styles.order_by("position"), sealed.styles, strict=True):
        _fill_ledger(row, style)


def _fill_ledger(row: BallotStyle, style: SealedStyle) -> None:
    count = in_one(style)
    stock = Stock.objects.get(style=row, channel=count.channel)
    stock.printed, stock.spoiled, stock.unused = count.printed, count.spoiled, count.unused
    stock.explanation = count.explanation
    _saved(stock)


def _board(session: VotingSession, board: tuple[BoardLine, ...]) -> None:
    for position, line in enumerate(board, 1):
        _saved(BoardMember(session=session, role=line.role, name=line.name, title=line.title, position=position))


def _keep_seal(session: VotingSession, verified: Verified) -> None:
    """The seal as it came, without people of this installation: neither proposed nor sealed here."""
    Seal.objects.create(
        session=session,
        version=session.count_version,
        payload=verified.wire.text,
        digest=verified.digest,
        public_key=verified.wire.public_key.hex(),
        signature=verified.wire.signature.hex(),
        sealed_at=_moment(verified.sealed.sealed_at),
    )
