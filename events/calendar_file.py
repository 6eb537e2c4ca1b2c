"""An event as a file for one guest's calendar (iCalendar, RFC 5545).

Times stand in the boutique's zone, with that zone's rules beside them: what was promised is the
time on the wall. Only in the hour that comes twice, in the night of a change, a wall clock does not
say when; there the time is given in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from events.calendar import Entry, Method


def calendar(entry: Entry, method: Method, zone: ZoneInfo, at: datetime) -> bytes:
    made = Calendar()
    made.add("prodid", "-//Accueil//Private events//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", method.value)
    made.add_component(_event(entry, method, zone, at))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _event(entry: Entry, method: Method, zone: ZoneInfo, at: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", _moment(entry.starts, zone))
    event.add("dtend", _moment(entry.ends, zone))
    event.add("summary", entry.title)
    event.add("location", entry.place)
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("class", "PRIVATE")
    if entry.words:
        event.add("description", entry.words)
    if entry.link:
        event.add("url", entry.link)
    event["organizer"] = _person(entry.organiser, entry.organiser_address)
    if method is not Method.PUBLISH:
        event.add("attendee", _guest(entry), encode=False)
    return event


def _moment(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    comes_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return at.astimezone(UTC) if comes_twice else local


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(" ".join(name.replace('"', "").split()))
    return person


def _guest(entry: Entry) -> vCalAddress:
    """They have answered on their page: their calendar need not ask again."""
    guest = _person(entry.guest, entry.guest_address)
    guest.params["PARTSTAT"] = vText("ACCEPTED")
    guest.params["ROLE"] = vText("REQ-PARTICIPANT")
    guest.params["RSVP"] = vText("FALSE")
    return guest
