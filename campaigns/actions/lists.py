"""Submitting, approving and returning a campaign's list of people, and accepting what the roster changes in it later.

Quy định 96-QĐ/TW, Điều 7: the personnel body drafts, the leadership decides. Nobody approves what they submitted.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.campaigns import locked_campaign, move_locked
from campaigns.actions.eligibility import store_verdicts
from campaigns.models import AMENDABLE, Campaign, CampaignState, ListVersion
from campaigns.queries.eligibility import Row
from campaigns.queries.lists import (
    Difference,
    ListRow,
    differing,
    digest_of,
    list_differences,
    list_rows,
    marks_of,
    rows_of,
    version_in_force,
)
from config.accounts.permissions import Permission
from config.audit.actions import record
from config.errors import Refused
from config.vietnamese import short_date, tidy

State = ListVersion.State
DONE = {State.APPROVED: "duyệt", State.RETURNED: "trả lại"}


@dataclass(frozen=True)
class Document:
    """The paper by which a list is approved."""

    number: str
    day: date
    note: str = ""


@transaction.atomic
def submit_list(*, by: Any, campaign: Campaign, note: str = "") -> ListVersion:
    """Hand the list to the leaders; from here on it does not change. Refused while a case waits for a decision, and
    where the roster has changed since it was judged."""
    campaign = locked_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    move_locked(by, campaign, CampaignState.LIST_SUBMITTED)
    _, changed = differing(campaign)
    if changed:
        raise Refused(
            f"Danh sách cán bộ đã thay đổi từ lần xét trước, ảnh hưởng {len(changed)} chức vụ. Xét lại đối tượng, xem "
            "lại, rồi trình."
        )
    rows = list_rows(campaign)
    return _new_version(by, campaign, rows, "list.submit", State.SUBMITTED, note=tidy(note), submitted_by=by)


@transaction.atomic
def approve_list(*, by: Any, campaign: Campaign, document: Document, seen: int | None = None) -> ListVersion:
    """Approve the list that was submitted, under the number and date of a paper. `seen` is the version that was looked
    at: refused where another one waits by now."""
    campaign = locked_campaign(by, campaign, Permission.APPROVE_LISTS)
    version = _submitted(campaign, seen)
    if by is not None and version.submitted_by_id == by.pk:
        raise Refused("Người trình không tự duyệt danh sách. Nhờ người khác có quyền duyệt.")
    if version.digest != digest_of(list_rows(campaign)):
        raise Refused("Danh sách không còn như lúc trình. Trả lại để xét và trình lại.")
    move_locked(by, campaign, CampaignState.LIST_APPROVED)
    return _decide(by, version, State.APPROVED, "list.approve", document)


@transaction.atomic
def return_list(*, by: Any, campaign: Campaign, note: str, seen: int | None = None) -> ListVersion:
    """Send the list back with what is to be done about it. `seen`: see approve_list."""
    campaign = locked_campaign(by, campaign, Permission.APPROVE_LISTS)
    if not note.strip():
        raise Refused("Ghi điều cần sửa để người trình biết.")
    version = _submitted(campaign, seen)
    if by is not None and version.submitted_by_id == by.pk:
        raise Refused("Người trình không tự trả lại. Dùng “Rút lại danh sách”.")
    move_locked(by, campaign, CampaignState.DRAFT, tidy(note))
    return _decide(by, version, State.RETURNED, "list.return", note=tidy(note))


@transaction.atomic
def withdraw_list(*, by: Any, campaign: Campaign, reason: str) -> ListVersion:
    """Take back a list that nobody has decided on yet."""
    campaign = locked_campaign(by, campaign, Permission.EDIT_CAMPAIGNS)
    if not reason.strip():
        raise Refused("Ghi lý do rút lại danh sách.")
    version = _submitted(campaign)
    move_locked(by, campaign, CampaignState.DRAFT, tidy(reason))
    version.state, version.decision_note = State.WITHDRAWN, tidy(reason)
    version.save(update_fields=["state", "decision_note"])
    _record(by, version, "list.withdraw", reason=tidy(reason))
    return version


@transaction.atomic
def accept_differences(
    *,
    by: Any,
    campaign: Campaign,
    officials: Collection[int],
    document: Document,
    seen: Mapping[int, str] | None = None,
) -> ListVersion:
    """Bring what the roster changed for these officials into the approved list: an amendment of its own number. `seen`
    are the marks (campaigns.queries.lists.marks_of) of what was looked at: refused for an official who would change in
    another way by now."""
    campaign = locked_campaign(by, campaign, Permission.APPROVE_LISTS)
    if campaign.state not in AMENDABLE:
        raise Refused("Chỉ điều chỉnh được danh sách đã duyệt của đợt chưa kết thúc.")
    changes = [d for d in list_differences(campaign) if d.appointment.official_id in officials]
    chosen = {change.appointment.official_id for change in changes}
    if not changes:
        raise Refused("Không còn thay đổi nào của những người đã chọn. Tải lại trang để xem.")
    _check(document)
    _require_seen(changes, seen)
    found, _ = differing(campaign, chosen)
    store_verdicts(campaign, found, chosen)
    return _new_version(
        by,
        campaign,
        _amended(campaign, chosen),
        "list.amend",
        State.APPROVED,
        is_amendment=True,
        changes=[_change_of(change) for change in changes],
        decided_by=by,
        decided_at=timezone.now(),
        document_number=tidy(document.number),
        document_date=document.day,
        decision_note=tidy(document.note),
    )


def _require_seen(changes: list[Difference], seen: Mapping[int, str] | None) -> None:
    """Nobody accepts what changed in the roster after the page was made."""
    marks = marks_of(changes)
    others = [official for official, mark in (seen or {}).items() if marks.get(official) != mark]
    if others:
        raise Refused(
            f"Từ lúc đồng chí mở trang, thay đổi của {len(others)} người đã chọn không còn như đã xem. Trang này vừa "
            "được cập nhật: xem lại, rồi duyệt."
        )


def _amended(campaign: Campaign, officials: Collection[int]) -> list[ListRow]:
    """The list with the lines of these officials as they are now; those of the others stay as they were approved."""
    now, version = list_rows(campaign), version_in_force(campaign)
    if version is None or not version.lines:
        return now
    kept = {row.appointment: row for row in rows_of(version) if row.official not in officials}
    return [row if row.official in officials else kept.get(row.appointment, row) for row in now]


def _change_of(change: Difference) -> dict[str, Any]:
    """What is kept of a difference that was accepted: reason codes, None without a verdict; words that changed."""
    kept: dict[str, Any] = {
        "official": str(change.appointment.official),
        "code": change.appointment.official.code,
        "post": str(change.appointment),
        "before": _codes(change.before),
        "after": _codes(change.after),
    }
    if change.written is not None:
        kept["written"] = [f"{line.name}, {line.title}, {line.unit}" for line in change.written]
    return kept


def _codes(row: Row | None) -> list[str] | None:
    return None if row is None else list(row.reasons)


def _submitted(campaign: Campaign, seen: int | None = None) -> ListVersion:
    """The version that awaits a decision; who comes second hears what the first one did, and nobody decides on another
    version than the one they have `seen`."""
    version = campaign.list_versions.select_related("decided_by").order_by("-version").first()
    if version is not None and version.state == State.SUBMITTED:
        if seen not in (None, version.version):
            raise Refused(
                f"Danh sách đồng chí đang xem (lần {seen}) đã được rút; danh sách đang chờ duyệt là lần "
                f"{version.version}. Xem lại danh sách mới, rồi quyết định."
            )
        return version
    if version is not None and version.decided_by is not None and version.decided_at is not None:
        moment = timezone.localtime(version.decided_at)
        raise Refused(
            f"Danh sách lần {version.version}: {version.decided_by} đã {DONE[State(version.state)]} lúc "
            f"{moment:%H:%M} ngày {short_date(moment.date())}. Tải lại trang để xem."
        )
    raise Refused("Không có danh sách nào đang chờ duyệt. Tải lại trang để xem.")


def _decide(
    by: Any,
    version: ListVersion,
    state: ListVersion.State,
    action: str,
    document: Document | None = None,
    note: str = "",
) -> ListVersion:
    version.state, version.decided_by, version.decided_at = state, by, timezone.now()
    version.decision_note = note
    if document is not None:
        _check(document)
        version.document_number, version.document_date = tidy(document.number), document.day
        version.decision_note = tidy(document.note)
    version.save()
    _record(by, version, action, reason=version.decision_note)
    return version


def _check(document: Document) -> None:
    if not tidy(document.number):
        raise Refused("Ghi số văn bản duyệt danh sách.")
    if document.day > timezone.localdate():
        raise Refused("Ngày văn bản duyệt danh sách chưa đến. Kiểm tra lại ngày.")


def _new_version(
    by: Any, campaign: Campaign, rows: list[ListRow], action: str, state: ListVersion.State, **fields: Any
) -> ListVersion:
    last = campaign.list_versions.order_by("-version").values_list("version", flat=True).first() or 0
    version = ListVersion.objects.create(
        campaign=campaign,
        version=last + 1,
        state=state,
        officials=len({row.official for row in rows}),
        appointments=len(rows),
        digest=digest_of(rows),
        lines=[row.to_json() for row in rows],
        **fields,
    )
    _record(by, version, action, reason=version.note or version.decision_note)
    return version


def _record(by: Any, version: ListVersion, action: str, reason: str = "") -> None:
    after: dict[str, Any] = {
        "version": version.version,
        "officials": version.officials,
        "appointments": version.appointments,
        "digest": version.digest,
    }
    if version.document_date is not None:
        after |= {"document": version.document_number, "date": version.document_date.isoformat()}
    if version.changes:
        after["changes"] = version.changes
    record(by=by, action=action, obj=version, after=after, unit_id=version.campaign.organiser_id, reason=reason)
