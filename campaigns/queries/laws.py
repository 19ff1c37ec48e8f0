"""The laws of lists and venues over all rows: every violation as a sentence."""

from collections.abc import Iterator

from django.db.models import Count, F, Q

from campaigns.models import LIST_OPEN, Campaign, Eligibility, ListVersion, Venue
from campaigns.queries.eligibility import counted
from campaigns.queries.lists import digest_of, rows_of, version_in_force


def laws_of_lists() -> Iterator[str]:
    """Every violation of every law."""
    yield from _venues()
    yield from _lists()
    yield from _counts()


def _venues() -> Iterator[str]:
    """Whoever is voted on is voted on at a venue of their own, and nobody at more venues than the campaign has."""
    rows = Eligibility.objects.select_related("campaign", "appointment__official")
    for row in rows.filter(is_subject=True, venue__isnull=True).iterator():
        yield f"{_who(row)}: được lấy phiếu mà không có nơi lấy phiếu."
    is_theirs = Q(
        venue__official=F("appointment__official"), venue__unit=F("appointment__unit"), venue__campaign=F("campaign")
    )
    for row in rows.filter(venue__isnull=False).exclude(is_theirs).iterator():
        yield f"{_who(row)}: nơi lấy phiếu không phải của người này, đơn vị này, đợt này."
    many = Venue.objects.values("campaign__code", "official__code", "campaign__venue_cap").annotate(number=Count("pk"))
    for line in many.filter(number__gt=F("campaign__venue_cap")):
        yield (
            f"Đợt {line['campaign__code']}, cán bộ {line['official__code']}: {line['number']} nơi lấy phiếu, "
            f"quá {line['campaign__venue_cap']} nơi."
        )


def _lists() -> Iterator[str]:
    """A version's digest is over its lines; the list that a campaign goes by has exactly the people voted on."""
    for version in ListVersion.objects.exclude(lines=[]).select_related("campaign").iterator(chunk_size=50):
        try:
            digest = digest_of(rows_of(version))
        except (TypeError, ValueError, IndexError):
            digest = ""
        if digest != version.digest:
            yield f"Đợt {version.campaign.code}: danh sách lần {version.version} không khớp với mã kiểm tra của nó."
    for campaign in Campaign.objects.exclude(state__in=LIST_OPEN):
        in_force = version_in_force(campaign)
        if in_force is None or not in_force.lines:
            continue  # approved before lists were kept
        subjects = Eligibility.objects.filter(campaign=campaign, is_subject=True).values_list("appointment", flat=True)
        if {line[0] for line in in_force.lines} != set(subjects):
            yield f"Đợt {campaign.code}: những người được lấy phiếu khác danh sách đã duyệt lần {in_force.version}."


def _counts() -> Iterator[str]:
    """What a campaign keeps of the numbers of its verdicts is what counting gives."""
    for campaign in Campaign.objects.all():
        found = [list(group) for group in counted(Eligibility.objects.filter(campaign=campaign))]
        if sorted(found, key=repr) != sorted(campaign.verdict_counts, key=repr):
            yield f"Đợt {campaign.code}: số liệu xét đối tượng đã lưu khác với các kết quả xét. Xét lại đối tượng."


def _who(row: Eligibility) -> str:
    return f"Đợt {row.campaign.code}, {row.appointment.official}"
