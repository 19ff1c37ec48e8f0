"""The timetable as files: iCalendar for people's own calendars, rows for Excel. Nobody voted on is named in them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from django.utils import timezone
from icalendar import Calendar, Event
from icalendar import Timezone as CalendarZone

from campaigns.models import Campaign, Secrecy, VotingSession
from campaigns.presenters.timetable import Entry

ICS = "text/calendar; charset=utf-8"
SHEET = "Lịch hội nghị"
HEADINGS = [
    ("Mã hội nghị", 16),
    ("Tên hội nghị", 50),
    ("Ngày", 12),
    ("Giờ", 8),
    ("Phút", 8),
    ("Địa điểm", 36),
    ("Mã đơn vị", 12),
    ("Đơn vị", 44),
    ("Giai đoạn", 28),
    ("Chủ trì", 24),
    ("Bước", 20),
    ("Xung đột", 40),
]


def calendar_bytes(
    campaign: Campaign, sessions: Iterable[VotingSession], urls: Mapping[int, str], now: datetime
) -> bytes:
    """The sessions as events whose UIDs stay the same, so that a second import moves them instead of doubling them. A
    campaign with a secrecy marking is confidential, and says its marking."""
    book = Calendar()
    book.add("prodid", "-//Tin nhiem//Lich hoi nghi//VI")
    book.add("version", "2.0")
    book.add("x-wr-calname", campaign.name)
    zone = timezone.get_default_timezone_name()
    book.add_component(CalendarZone.from_tzid(zone))
    for session in sessions:
        book.add_component(_event(campaign, session, urls.get(session.pk, ""), now))
    return bytes(book.to_ical())


def excel_rows(entries: Iterable[Entry]) -> Iterator[list[object]]:
    for entry in entries:
        session = entry.session
        held_at = timezone.localtime(session.held_at)
        yield [
            session.code,
            session.name,
            held_at.date(),
            f"{held_at:%H:%M}",
            session.minutes_long,
            session.place,
            session.unit.code,
            session.unit.name,
            str(session.phase),
            session.chair,
            session.get_state_display(),
            ", ".join(entry.problems),
        ]


def _event(campaign: Campaign, session: VotingSession, url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"hoi-nghi-{session.pk}@{campaign.code}.tin-nhiem")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", timezone.localtime(session.held_at))
    event.add("dtend", timezone.localtime(session.ends_at))
    event.add("summary", session.name)
    event.add("location", session.place)
    marking = f"Độ mật: {campaign.get_secrecy_display()}\n" if campaign.secrecy else ""
    event.add("description", f"{marking}{session.unit}\n{session.phase}\nMã hội nghị: {session.code}")
    event.add("class", "PUBLIC" if campaign.secrecy == Secrecy.NONE else "CONFIDENTIAL")
    if url:
        event.add("url", url)
    return event
