"""A privatisation that is running closes its zone to others: told to everybody who looks there."""

from __future__ import annotations

from events.programme import Stage
from store_server.event_messages import ZoneClosed, ZoneReopened
from store_server.handlers.desk import Work

WHOLE_BOUTIQUE = ""


def close_zones(work: Work) -> None:
    """Bring the closed zones up to the programme; nothing is written where they are."""
    running = frozenset(
        (event.zone or WHOLE_BOUTIQUE, event.id)
        for event in work.uow.events.unfinished()
        if event.closes_zone and event.stage is Stage.RUNNING
    )
    closed = work.uow.closures.all()
    for zone, event_id in sorted(running - closed):
        work.uow.closures.close(zone, event_id)
        work.record("ZoneClosed", zone=zone, event=event_id)
        work.tell(ZoneClosed(zone, event_id, work.at))
    for zone, event_id in sorted(closed - running):
        work.uow.closures.reopen(zone, event_id)
        work.record("ZoneReopened", zone=zone, event=event_id)
        work.tell(ZoneReopened(zone, event_id, work.at))
    if running != closed:
        _show_signals_again(work)


def _show_signals_again(work: Work) -> None:
    """Whoever was told of a client before the doors closed reads now that the zone is private."""
    for signal in work.uow.signals.live():
        known = (*signal.told_ids, signal.claimed_by_id)
        work.notice("changed", signal, [one for one in known if one])
