"""What the handlers and the postman need of the world for letters to guests.

`storage` fills the repositories; every method belongs to the unit of work that it was taken from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from events.event import PrivateEvent
from events.guest import Guest
from events.letters import LetterKind
from store_server.event_ports import GrantedPass, SigningKey


class LetterState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"  # the mail server has taken it
    OVERTAKEN = "overtaken"  # it was no longer true, or a newer one of its kind was written
    REFUSED = "refused"  # for good: trying again cannot help


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one guest. Address, language and words are the guest's and the event's own, at
    the moment of sending; `facts` is what those no longer say then, such as the time before a move.
    """

    id: str
    kind: LetterKind
    event_id: str
    guest_id: str
    written_at: datetime
    due_at: datetime
    facts: Mapping[str, str] = field(default_factory=dict)
    state: LetterState = LetterState.WAITING
    attempts: int = 0
    trouble: str = ""  # what the mail server said last, without the guest's address
    settled_at: datetime | None = None


class Letters(Protocol):
    """The post that goes out: written with the state that it tells of, sent afterwards."""

    def add(self, letter: Letter) -> None: ...
    def get(self, letter_id: str) -> Letter:
        """Raises `NotFoundError`."""

    def save(self, letter: Letter) -> None: ...
    def waiting_for(self, guest_id: str) -> Sequence[Letter]:
        """Not sent yet, in the order in which they were written."""


class GuestLinks(Protocol):
    """The personal links. The tokens are sealed where they are kept."""

    def token(self, guest_id: str) -> str:
        """The guest's own, made at first use. Raises `NotFoundError`."""

    def renew(self, guest_id: str) -> str:
        """Another one; the old one opens nothing any more."""


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is shown to a guest of what is theirs, from one snapshot.

    `granted` is the pass that stands; `had_pass` says whether there ever was one; `typed` is what
    is typed for it where no camera reads, empty of a live one. `token` opens their personal page,
    and is empty where they have no link.
    """

    guest: Guest
    event: PrivateEvent
    token: str = field(repr=False)
    host: str = ""
    zone: str = ""
    granted: GrantedPass | None = None
    had_pass: bool = False
    typed: str = field(default="", repr=False)
    keys: Sequence[SigningKey] = ()
    live_secret: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """`picture` is the event's, a JPEG, where this letter shows it."""

    letter: Letter
    paper: Paper
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PostStanding:
    """How the post stands: what waits, since when, and what was refused in the last week."""

    waiting: int
    oldest: datetime | None
    refused: int


class Post(Protocol):
    """Reading for the postman and for the guests' own pages. Callable from any thread."""

    def due(self, now: datetime, limit: int = 50) -> Sequence[Outgoing]:
        """Letters whose turn has come, in the order in which they were written."""

    def next_due(self) -> datetime | None:
        """When the next one's turn comes; None where none waits."""

    def paper_by_link(self, link_hash: str) -> Paper | None: ...
    def paper(self, guest_id: str) -> Paper:
        """Raises `NotFoundError`."""

    def letters_to(self, guest_id: str) -> Sequence[Letter]:
        """The newest first."""

    def letter(self, letter_id: str) -> Letter:
        """Raises `NotFoundError`."""

    def standing(self) -> PostStanding: ...
