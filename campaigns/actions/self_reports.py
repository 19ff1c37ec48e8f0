"""The signed self-report of a person voted on, as a PDF that whoever votes may read. Filing it is receiving it.

The trail tells a file by its digest; it never holds what a report says.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.actions.dossiers import Kind, locked_dossiers, recorded, shown
from campaigns.models import DossierItem, SelfReportFile, Subject
from config.accounts.permissions import Permission, require
from config.errors import Refused
from config.files import pages_of_pdf


def file_self_report(*, by: Any, subject: Subject, content: bytes) -> None:
    """Keep the file, in place of an earlier one. A report that was not received yet came today."""
    require(by, Permission.EDIT_CAMPAIGNS, subject.style.session.unit)
    pages = pages_of_pdf(content)
    with transaction.atomic():
        session = locked_dossiers(by, subject.style.session)
        before = shown(session)
        digest = hashlib.sha256(content).hexdigest()
        SelfReportFile.objects.update_or_create(
            subject=subject, defaults={"content": content, "pages": pages, "digest": digest}
        )
        item, _ = DossierItem.objects.get_or_create(subject=subject, kind=Kind.SELF_REPORT)
        item.received_on, item.waived = item.received_on or timezone.localdate(), ""
        item.save()
        recorded(by, session, "dossier.file", before)


@transaction.atomic
def remove_self_report(*, by: Any, subject: Subject) -> None:
    """Take the file out; that the report was received stays."""
    session = locked_dossiers(by, subject.style.session)
    before = shown(session)
    if not SelfReportFile.objects.filter(subject=subject).delete()[0]:
        raise Refused("Chưa có tệp nào. Tải lại trang để xem.")
    recorded(by, session, "dossier.file_remove", before)
