"""Hikvision: the day's totals in XML, posted over HTTP."""

from __future__ import annotations

from devices.simulator.voices.said import Crossed, Reticent, Said, posted, rfc3339

ALERT = """<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<channelID>1</channelID>
<dateTime>{at}</dateTime>
<activePostCount>{number}</activePostCount>
<eventType>PeopleCounting</eventType>
<eventState>active</eventState>
<peopleCounting>
<statisticalMethods>realTime</statisticalMethods>
<RealTime><time>{at}</time></RealTime>
<enter>{people_in}</enter>
<exit>{people_out}</exit>
</peopleCounting>
</EventNotificationAlert>
"""


class HikvisionVoice(Reticent):
    def __init__(self, name: str) -> None:
        self._topic = posted("hikvision", f"hikvision/{name}")

    def counted(self, crossed: Crossed) -> list[Said]:
        alert = ALERT.format(
            at=rfc3339(crossed.unix_s),
            number=crossed.number,
            people_in=crossed.total_in,
            people_out=crossed.total_out,
        )
        return [Said(self._topic, alert.encode())]

    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:  # noqa: ARG002
        return []
