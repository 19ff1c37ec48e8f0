"""What a person may do, by role.

A role says what; the unit it is given for says where (its whole subtree). Nobody has a permission outside this table:
an administrator in Django admin keeps master data and accounts and has no power over a count.
"""

from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models


class Permission(StrEnum):
    """One kind of act or sight; the value has the form Django expects of a permission."""

    VIEW_OFFICIALS = "officials.see"
    EDIT_OFFICIALS = "officials.edit"
    IMPORT_OFFICIALS = "officials.import"
    VIEW_CAMPAIGNS = "campaigns.see"
    EDIT_CAMPAIGNS = "campaigns.edit"
    CONFIRM_DECISIONS = "campaigns.confirm_decisions"
    APPROVE_LISTS = "campaigns.approve_lists"
    RUN_SESSIONS = "campaigns.run_sessions"
    CHECK_IN = "ballots.check_in"
    KEEP_STOCK = "ballots.keep_stock"
    KEY_TOTALS = "ballots.key_totals"
    CONFIRM_COUNT = "ballots.confirm_count"
    SEAL_RESULTS = "ballots.seal_results"
    REOPEN_COUNTS = "ballots.reopen_counts"
    IMPORT_TOTALS = "ballots.import_totals"
    VIEW_RESULTS = "reports.see_results"
    VIEW_AUDIT = "audit.see"


class Role(models.TextChoices):
    ORGANISER = "organiser", "Cán bộ tổ chức"
    APPROVER = "approver", "Lãnh đạo phê duyệt"
    BOARD_HEAD = "board_head", "Trưởng ban kiểm phiếu"
    CLERK = "clerk", "Thành viên ban kiểm phiếu"
    AUDITOR = "auditor", "Người giám sát"


_LOOK = {Permission.VIEW_OFFICIALS, Permission.VIEW_CAMPAIGNS}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ORGANISER: frozenset(
        _LOOK
        | {
            Permission.EDIT_OFFICIALS,
            Permission.IMPORT_OFFICIALS,
            Permission.EDIT_CAMPAIGNS,
            Permission.CONFIRM_DECISIONS,
            Permission.RUN_SESSIONS,
            Permission.CHECK_IN,
            Permission.IMPORT_TOTALS,
            Permission.VIEW_RESULTS,
        }
    ),
    Role.APPROVER: frozenset(
        _LOOK
        | {
            Permission.VIEW_RESULTS,
            Permission.CONFIRM_DECISIONS,
            Permission.APPROVE_LISTS,
            Permission.SEAL_RESULTS,
            Permission.REOPEN_COUNTS,
        }
    ),
    Role.BOARD_HEAD: frozenset(
        {
            Permission.VIEW_CAMPAIGNS,
            Permission.RUN_SESSIONS,
            Permission.CHECK_IN,
            Permission.KEEP_STOCK,
            Permission.CONFIRM_COUNT,
            Permission.SEAL_RESULTS,
            Permission.REOPEN_COUNTS,
            Permission.VIEW_RESULTS,
        }
    ),
    Role.CLERK: frozenset(
        {Permission.VIEW_CAMPAIGNS, Permission.CHECK_IN, Permission.KEEP_STOCK, Permission.KEY_TOTALS}
    ),
    Role.AUDITOR: frozenset(_LOOK | {Permission.VIEW_RESULTS, Permission.VIEW_AUDIT}),
}


def require(by: Any, permission: Permission, unit: models.Model | None = None) -> None:
    """Stop with a sentence for people unless `by` has the permission for `unit` (None: anywhere at all).

    `by` is None for a command of the machine's own administrator, who may do everything.
    """
    if by is not None and not by.has_perm(permission, unit):
        where = f" đối với {unit}" if unit is not None else ""
        raise PermissionDenied(f"Tài khoản của đồng chí không có quyền làm việc này{where}.")
