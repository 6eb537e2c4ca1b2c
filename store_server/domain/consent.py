"""What a client has agreed to, since when, with what proof, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Purpose(StrEnum):
    PRESENCE = "presence"  # recognised by a beacon or a pass when entering
    PHOTO = "photo"  # their photo on the associates' phones
    MESSAGES = "messages"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Consent:
    """`proof` says how it was given ("signed on kiosk-1"), `text_version` which words were read."""

    id: str
    client_id: str
    purpose: Purpose
    given_at: datetime
    proof: str
    text_version: str
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None
