"""What the views of the doors work with, beside the house."""

from __future__ import annotations

from dataclasses import dataclass

from store_server.admission_ports import DoorQueries
from store_server.web.door_answers import DoorAnswers
from store_server.web.doorway import PATIENCE_S, Doorway
from store_server.web.kiosk_staff import StaffAtKiosks


@dataclass(frozen=True, slots=True)
class Doors:
    queries: DoorQueries
    doorway: Doorway
    answers: DoorAnswers
    staff: StaffAtKiosks
    patience_s: float = PATIENCE_S
