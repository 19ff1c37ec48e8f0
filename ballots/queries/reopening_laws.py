"""The laws of reopenings over all rows: every violation as a sentence."""

from collections.abc import Iterator

from ballots.models import Reopening, Seal
from ballots.rules.versions import CountVersion
from campaigns.models import COUNTED, VotingSession


def laws_of_reopenings() -> Iterator[str]:
    """The versions that a session has left are 1, 2, 3 … up to the one before that which stands, each kept whole and
    confirmed by a second person; only a counted session waits for a reopening. What came in by a printed code begins
    with the version that it says."""
    begun = dict(Seal.objects.filter(proposed_by=None).values_list("session_id", "version"))
    confirmed: dict[int, list[Reopening]] = {}
    rows = Reopening.objects.select_related("session__campaign").order_by("session_id", "version", "pk")
    for row in rows.filter(state=Reopening.State.CONFIRMED):
        confirmed.setdefault(row.session_id, []).append(row)
    sessions = VotingSession.objects.select_related("campaign")
    for session in sessions.exclude(count_version=1) | sessions.filter(pk__in=confirmed):
        yield from _versions(session, confirmed.get(session.pk, []), begun.get(session.pk, 1))
    for row in rows.filter(state=Reopening.State.PROPOSED).exclude(session__state__in=COUNTED):
        yield f"{_of(row.session)}: chờ xác nhận mở lại kiểm phiếu nhưng chưa có kết quả."


def _versions(session: VotingSession, reopenings: list[Reopening], first: int) -> Iterator[str]:
    if [row.version for row in reopenings] != list(range(first, session.count_version)):
        yield f"{_of(session)}: đang ở lần kiểm phiếu {session.count_version} nhưng các lần trước không liên tục."
    for row in reopenings:
        if row.confirmed_by_id in (None, row.proposed_by_id):
            yield f"{_of(session)}: mở lại lần kiểm phiếu {row.version} không do hai người."
        if not _is_readable(row):
            yield f"{_of(session)}: kết quả lần kiểm phiếu {row.version} đã lưu không đọc được."


def _is_readable(row: Reopening) -> bool:
    try:
        return CountVersion.from_json(row.earlier).version == row.version
    except ValueError:
        return False


def _of(session: VotingSession) -> str:
    return f"Đợt {session.campaign.code}, hội nghị {session.code}"
