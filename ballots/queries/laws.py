"""The laws of the numbers over all rows: every violation as a sentence. A law that the database itself keeps is checked
all the same, since a restored or hand-edited database is what this is for."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from django.db.models import F, Q, Sum

from ballots.models import Channel, Count, CountLine, Source, Stock, TotalsKeying
from ballots.queries.counts import counted_styles
from ballots.queries.reopening_laws import laws_of_reopenings
from ballots.queries.seals import broken_seals
from ballots.rules.fingerprint import CountedStyle, fingerprint
from campaigns.models import COUNTED, BallotStyle, Casting, Phase, RuleSet, SessionState, Subject, VotingSession
from campaigns.queries.freezing import ballots_digests, roll_digests
from campaigns.queries.laws import laws_of_lists
from campaigns.queries.tallies import miscounted
from campaigns.rules.parameters import Parameters
from config.audit.models import AuditEvent
from config.audit.queries import first_broken_event

BATCH = 500
CAMPAIGN = "style__session__campaign"
# which ballots a digest of the trail is over, by where the count came from; paper, where nothing is said
WHOLE = "whole"
OF_SOURCE = {str(Source.SCREEN.label): Channel.SCREEN.value, str(Source.SEALED.label): WHOLE}
# a digest's field: what it is over, and how it is worked out
FROZEN = {
    "roll_digest": ("danh sách người ghi phiếu", roll_digests),
    "ballots_digest": ("phiếu", ballots_digests),
}


def violations() -> Iterator[str]:
    """Every violation of every law, the trail of events last."""
    yield from _rule_sets()
    yield from _people()
    yield from laws_of_lists()
    yield from _stocks()
    yield from _counts()
    yield from _lines()
    yield from _sessions()
    yield from _tallies()
    yield from _keyings()
    yield from laws_of_reopenings()
    yield from _digests()
    yield from _frozen()
    yield from _seals()
    if (event := first_broken_event()) is not None:
        yield f"Nhật ký bị sửa: sự kiện số {event} không nối tiếp sự kiện trước nó."


def _rule_sets() -> Iterator[str]:
    for rule_set in RuleSet.objects.all():
        try:
            Parameters.from_json(rule_set.parameters)
        except ValueError as error:
            yield f"Bộ quy định {rule_set}: {error}."


def _people() -> Iterator[str]:
    for session in VotingSession.objects.filter(present__gt=F("summoned")):
        yield f"{_of(session)}: có mặt {session.present} nhiều hơn triệu tập {session.summoned}."
    rows = VotingSession.objects.exclude(phase__campaign=F("campaign"))
    for session in rows.select_related("campaign"):
        yield f"{_of(session)}: giai đoạn thuộc đợt khác."


def _stocks() -> Iterator[str]:
    for stock in Stock.objects.filter(returned__gt=F("issued")).select_related(CAMPAIGN):
        yield f"{_at(stock.style)}: thu về {stock.returned} nhiều hơn phát ra {stock.issued}."
    unexplained = ~Q(printed=F("issued") + F("spoiled") + F("unused"))
    rows = Stock.objects.filter(unexplained, printed__isnull=False, explanation="")
    for stock in rows.exclude(issued=None).exclude(spoiled=None).exclude(unused=None).select_related(CAMPAIGN):
        yield (
            f"{_at(stock.style)}: in ra {stock.printed} khác phát ra {stock.issued} + hỏng {stock.spoiled} + còn lại "
            f"{stock.unused} mà không có giải trình."
        )
    issued = BallotStyle.objects.annotate(issued=Sum("stocks__issued")).filter(issued__gt=F("session__present"))
    for style in issued.select_related("session__campaign"):
        yield f"{_at(style)}: phát ra {style.issued} nhiều hơn có mặt {style.session.present}."


def _counts() -> Iterator[str]:
    stocks = {(stock.style_id, stock.channel): stock.returned for stock in Stock.objects.iterator()}
    for count in Count.objects.select_related(CAMPAIGN).iterator():
        where = _at(count.style)
        if count.returned != count.valid + count.wholly_invalid:
            yield f"{where}: thu về {count.returned} khác hợp lệ {count.valid} + không hợp lệ {count.wholly_invalid}."
        returned = stocks.pop((count.style_id, count.channel), None)
        if returned is None:
            yield f"{where}: có kết quả nhưng không có số phiếu phát ra, thu về."
        elif returned != count.returned:
            yield f"{where}: sổ phiếu ghi thu về {returned}, kết quả ghi {count.returned}."
    alone = BallotStyle.objects.filter(pk__in={key[0] for key in stocks}, session__state__in=COUNTED)
    for style in alone.select_related("session__campaign"):
        yield f"{_at(style)}: có sổ phiếu nhưng không có kết quả."


def _lines() -> Iterator[str]:
    levels = _levels()
    rows = CountLine.objects.select_related("count__style__session__campaign", "subject").order_by("pk")
    for line in rows.iterator(chunk_size=2000):
        where = f"{_at(line.count.style)}, {line.subject}"
        if not isinstance(line.votes, dict):
            yield f"{where}: số phiếu theo mức không đọc được."
            continue
        votes = line.votes.values()
        if not all(type(number) is int and number >= 0 for number in votes):
            yield f"{where}: số phiếu không phải số nguyên từ 0 trở lên."
        elif sum(votes) + line.line_invalid != line.count.valid:
            yield f"{where}: cộng các mức và phiếu không hợp lệ riêng khác {line.count.valid} phiếu hợp lệ."
        session = line.count.style.session
        if set(line.votes) != levels.get((session.phase_id, session.is_motion), set(line.votes)):
            yield f"{where}: các mức không đúng với bộ quy định."
        if line.subject.style_id != line.count.style_id:
            yield f"{where}: người này không có trên loại phiếu đó."


def _levels() -> dict[tuple[int, bool], set[str]]:
    """The codes of the levels of polls and of motions in each phase whose rule set can be read; the others are told of
    by themselves."""
    found = {}
    for phase in Phase.objects.select_related("rule_set"):
        with suppress(ValueError):
            rules = phase.rule_set.rules
            found[phase.pk, False] = set(rules.level_codes)
            found[phase.pk, True] = set(rules.for_motion().level_codes)
    return found


def _sessions() -> Iterator[str]:
    """A session has its counts exactly when its state says so, and then for everybody on its ballots."""
    partly = Q(state=SessionState.COUNTING, casting=Casting.MIXED)  # one way is counted, or kept its count
    with_counts = VotingSession.objects.filter(styles__counts__isnull=False).distinct()
    for session in with_counts.exclude(Q(state__in=COUNTED) | partly):
        yield f"{_of(session)}: có kết quả nhưng đang ở bước “{session.get_state_display()}”."
    for session in VotingSession.objects.filter(state__in=COUNTED, styles__isnull=True).select_related("campaign"):
        yield f"{_of(session)}: đã có kết quả nhưng không có loại phiếu nào."
    counted = BallotStyle.objects.filter(session__state__in=COUNTED).select_related("session__campaign")
    for style in counted.filter(counts__isnull=True):
        yield f"{_at(style)}: hội nghị đã có kết quả nhưng loại phiếu này không có."
    lacking = Subject.objects.filter(style__counts__isnull=False, lines__isnull=True)
    for subject in lacking.select_related("style__session__campaign").distinct():
        yield f"{_at(subject.style)}, {subject}: không có kết quả."


def _tallies() -> Iterator[str]:
    """What a session counts of itself against the rows."""
    for session in miscounted():
        yield f"{_of(session)}: số người trên phiếu, người ghi phiếu, ban kiểm phiếu hoặc hồ sơ thiếu đếm sai."


def _keyings() -> Iterator[str]:
    first: dict[int, TotalsKeying] = {}
    for keying in TotalsKeying.objects.select_related("session__campaign").order_by("session_id", "number"):
        other = first.setdefault(keying.session_id, keying)
        if other is not keying and other.by_id == keying.by_id:
            yield f"{_of(keying.session)}: hai lần nhập do cùng một người."


def _digests() -> Iterator[str]:
    """Counts against the digests that the trail keeps of them."""
    digests = _kept_digests()
    rows = VotingSession.objects.filter(state__in=COUNTED).select_related("campaign").prefetch_related("styles")
    remaining = rows.order_by("pk").iterator(chunk_size=BATCH)
    while sessions := list(islice(remaining, BATCH)):
        counted = counted_styles(style.pk for session in sessions for style in session.styles.all())
        for session in sessions:
            styles = [count for style in session.styles.all() for count in counted.get(style.pk, [])]
            kept = digests.get(str(session.pk), {})
            if kept != _digests_of(styles, is_whole=WHOLE in kept):
                yield f"{_of(session)}: kết quả không khớp với bản đã ghi trong nhật ký khi kiểm phiếu."


def _kept_digests() -> dict[str, dict[str, str]]:
    """By session, the last digest of each way of casting: paper and box are counted apart, each at its own time. A
    count that came sealed from elsewhere has one digest over both."""
    found: dict[str, dict[str, str]] = {}
    events = AuditEvent.objects.filter(action="ballots.counted").order_by("pk")
    for session, source, digest in events.values_list("object_id", "after__source", "after__digest").iterator():
        kept = found.setdefault(session, {})
        if source == Source.SEALED.label or WHOLE in kept:
            kept.clear()
        kept[OF_SOURCE.get(source, Channel.PAPER.value)] = digest
    return found


def _digests_of(styles: list[CountedStyle], *, is_whole: bool) -> dict[str, str]:
    if is_whole:
        return {WHOLE: _fingerprint(styles)}
    channels = {style.channel for style in styles}
    return {channel: _fingerprint([style for style in styles if style.channel == channel]) for channel in channels}


def _frozen() -> Iterator[str]:
    """A prepared session's digests are those of its roll and ballots, and those that the trail keeps. Sessions that
    were prepared before there were rolls have none."""
    events = AuditEvent.objects.filter(action="session.prepared", after__has_key="roll_digest").order_by("pk")
    kept = dict(events.values_list("object_id", "after").iterator())
    remaining = VotingSession.objects.select_related("campaign").order_by("pk").iterator(chunk_size=BATCH)
    while sessions := list(islice(remaining, BATCH)):
        frozen = [session for session in sessions if session.state != SessionState.PLANNED]
        found = {name: digests([session.pk for session in frozen]) for name, (_, digests) in FROZEN.items()}
        for session in sessions:
            stored = {name: getattr(session, name) for name in FROZEN}
            event = kept.get(str(session.pk), stored)
            if session.state == SessionState.PLANNED:
                if any(stored.values()):
                    yield f"{_of(session)}: còn ở bước lên kế hoạch nhưng đã có mã kiểm tra."
            elif any(event.values()):
                for name, (what, _) in FROZEN.items():
                    if not found[name][session.pk] == stored[name] == event.get(name):
                        yield f"{_of(session)}: {what} không khớp với bản đã chốt khi chuẩn bị."


def _seals() -> Iterator[str]:
    """Every sealed session has its seal, rightly signed, and is still what was sealed."""
    sealed = VotingSession.objects.filter(state=SessionState.SEALED).select_related("campaign").order_by("pk")
    remaining = sealed.iterator(chunk_size=BATCH)
    while sessions := list(islice(remaining, BATCH)):
        for session in broken_seals(sessions):
            yield f"{_of(session)}: niêm phong không khớp với kết quả, hoặc chữ ký sai."


def _fingerprint(styles: list[CountedStyle]) -> str:
    """Nothing for counts that cannot be read."""
    try:
        return fingerprint(styles)
    except (AttributeError, TypeError):
        return ""


def _of(session: VotingSession) -> str:
    return f"Đợt {session.campaign.code}, hội nghị {session.code}"


def _at(style: BallotStyle) -> str:
    return f"{_of(style.session)}, {style}"
