"""What the handlers need of the world once an event is over; `event_ports` for its planning."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from events.aftermath import Feedback, Task
from store_server.aftermath_views import FeedbackGiven, ReportView, TaskView


class Aftermath(Protocol):
    """Tasks and feedback, in the unit of work that it was taken from."""

    def followed_up(self, event_id: str) -> bool: ...
    def awaited(self) -> Sequence[tuple[str, datetime]]:
        """Events that are over and were not followed up, and when each ended."""

    def mark(self, event_id: str, at: datetime) -> None: ...
    def came(self, event_id: str) -> frozenset[str]:
        """Guests who came, or of whose party somebody did."""

    def add(self, task: Task) -> None: ...
    def task(self, task_id: str) -> Task:
        """Raises `NotFoundError`."""

    def save(self, task: Task) -> None: ...
    def tell(self, feedback: Feedback) -> None:
        """In place of what that guest said before."""

    def forget(self, guest_id: str) -> bool:
        """Take back what a guest thought. Whether there was anything."""


class AftermathQueries(Protocol):
    """Reading for the screens. Every answer is fresh from the database."""

    def report(self, event_id: str) -> ReportView:
        """Raises `NotFoundError`."""

    def tasks(
        self, host_id: str | None = None, event_id: str | None = None, done: bool = False
    ) -> Sequence[TaskView]:
        """Those that are due first come first; of everybody where no host is named."""

    def task(self, task_id: str) -> TaskView:
        """Raises `NotFoundError`."""

    def feedback(self, guest_id: str) -> FeedbackGiven: ...
