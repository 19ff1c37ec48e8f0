"""The record of the destruction of a ballot box: what was destroyed, when, and who answers for it."""

from django.utils import timezone

from ballots.models import BallotBox, Seal
from ballots.rules.seal_payload import short
from config.vietnamese import decimal_comma, long_date
from officials.models import Letterhead
from reports.presenters.counting import hour, vote_at_meeting
from reports.presenters.records import BOARD, RecordPaper, board_of
from reports.presenters.wording import PLACE_DOTS, mark_of
from reports.queries.results import SessionResult

WHAT = (
    "- Các mảnh phiếu niêm phong, mỗi mảnh là ý kiến về một người hoặc ghi nhận một phiếu đã về.",
    "- Các xác nhận đã nhận phiếu. Mã ghi phiếu đã bị xóa từ lúc đóng hòm.",
)
GONE = (
    "Phiếu ghi trên màn hình không có bản giấy nên từ lúc này không kiểm lại được; kết quả là số liệu đã niêm phong "
    "trong biên bản kiểm phiếu."
)


def destruction_record(result: SessionResult, box: BallotBox, seal: Seal) -> RecordPaper:
    """`box` is destroyed; `seal` was put on in the same moment."""
    destroyed = timezone.localtime(box.destroyed_at)
    is_party = result.letterhead == Letterhead.PARTY
    board = "; ".join(name for name in (result.board_head, *result.board_members) if name)
    return RecordPaper(
        is_party=is_party,
        title="BIÊN BẢN HỦY MẢNH PHIẾU",
        created=destroyed.isoformat(timespec="seconds"),
        superior=result.unit.upper(),
        body="BAN KIỂM PHIẾU",
        number_kind="BB/BKP" if is_party else "BB-BKP",
        place_and_date=long_date(destroyed.date(), result.place or PLACE_DOTS),
        secrecy=result.secrecy.upper(),
        mark=mark_of(is_draft=False, is_rehearsal=result.is_rehearsal),
        subject=vote_at_meeting(result),
        lines=(_opening(box, seal), *WHAT, GONE),
        people=((BOARD, board), ("Người giữ thẻ khóa", "; ".join(box.holders)), ("Người chứng kiến", "")),
        columns=(),
        rows=(),
        closing="Thẻ khóa, phiếu mã chưa phát và phiếu mã hỏng được hủy cùng lúc. Biên bản đã đọc cho mọi người cùng "
        "nghe, thống nhất và ký tên.",
        signers=(("NGƯỜI CHỨNG KIẾN",), (board_of(is_party=is_party), "TRƯỞNG BAN")),
    )


def _opening(box: BallotBox, seal: Seal) -> str:
    destroyed = timezone.localtime(box.destroyed_at)
    sealers = " và ".join(person.full_name for person in (seal.proposed_by, seal.sealed_by) if person)
    return (
        f"Hồi {hour(destroyed)}, {long_date(destroyed.date())}, cùng lúc với việc niêm phong kết quả kiểm phiếu do "
        f"{sealers} thực hiện (số kiểm tra {short(seal.digest)}), phần mềm đã hủy toàn bộ nội dung của hòm phiếu trên "
        f"màn hình gồm {decimal_comma(box.self_attack.get('ballots', 0))} phiếu (mã kiểm tra các mảnh phiếu lúc đóng "
        f"hòm: {short(box.digest)}):"
    )
