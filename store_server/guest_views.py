"""What the screens and the API are shown of guest lists, as `views` has it of everything else.

`kiosk_ui/src/lib/guest-views.ts` mirrors these shapes.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec import Struct

from events.guest import Origin, Standing
from events.guest_consent import GuestPurpose
from events.guest_file import Slip
from events.programme import Stage

# ------------------------------------------------------------------------------------ the list


class GuestView(Struct, frozen=True):
    """One line of a guest list. `turn` is the place on the waiting list, from 1.

    `told_needs`: there are allergies or access needs, for those who may see them. `by_letter`: they
    are written to; to the others somebody hands their link.
    """

    id: str
    event_id: str
    display_name: str
    given_name: str
    family_name: str
    language: str
    standing: Standing
    origin: Origin
    email: str
    phone: str
    client_id: str | None
    tier: str | None
    session: int
    plus_ones: int
    companions: tuple[str, ...]
    priority: int
    host_id: str | None
    host: str | None
    proposed_by_id: str | None
    proposed_by: str | None
    blocked: bool
    note: str
    turn: int | None
    told_needs: bool
    by_letter: bool
    offer_until: datetime | None
    invited_at: datetime | None
    answered_at: datetime | None
    reminded_at: datetime | None


class PlacesView(Struct, frozen=True):
    """People, not lines. `left` is what can be given now; `number` 0 is the event as a whole."""

    number: int
    starts: datetime
    ends: datetime
    capacity: int
    confirmed: int
    offered: int
    waiting: int
    left: int


class AllocationView(Struct, frozen=True):
    """How many guests an associate may propose, and how many of those they have proposed."""

    associate_id: str
    associate: str
    guests: int
    used: int


class GuestListView(Struct, frozen=True):
    event_id: str
    titles: dict[str, str]
    stage: Stage
    starts: datetime
    time_zone: str
    may_invite: bool  # the event takes answers
    places: tuple[PlacesView, ...]
    guests: tuple[GuestView, ...]
    allocations: tuple[AllocationView, ...] = ()


class CandidateView(Struct, frozen=True):
    """A client who might be invited. `agrees`: to be written to about events."""

    client_id: str
    display_name: str
    monogram: str
    tier: str
    language: str
    tastes: tuple[str, ...]
    associate: str | None
    last_purchase_on: date | None
    agrees: bool
    on_list: bool


class NeedsView(Struct, frozen=True):
    """For who must know; each look is in the audit."""

    guest_id: str
    display_name: str
    allergies: str
    access: str


class MyListView(Struct, frozen=True):
    """An event as an associate has it: their guests, and how many more they may propose."""

    event_id: str
    titles: dict[str, str]
    stage: Stage
    starts: datetime
    ends: datetime
    time_zone: str
    plus_ones: int
    allocation: int
    used: int
    guests: tuple[GuestView, ...]
    sessions: tuple[SessionChoice, ...] = ()


# ------------------------------------------------------------------------------------ files


class MistakeView(Struct, frozen=True):
    """`line` as a spreadsheet counts them; `column` "" is the line as a whole. `slip` is what is
    wrong, in a code; `figure` is what may be at most, or the other line; `value` is what stands
    there, its beginning where it is long."""

    line: int
    column: str
    words: str
    slip: Slip
    figure: int
    value: str


class PreviewedLine(Struct, frozen=True):
    line: int
    display_name: str
    email: str
    known: bool  # on the list already: nothing happens


class ImportView(Struct, frozen=True):
    """What a file would do, or has done. With any mistake it does nothing."""

    fresh: int
    known: int
    mistakes: tuple[MistakeView, ...]
    lines: tuple[PreviewedLine, ...]
    unknown_columns: tuple[str, ...]
    added: int = 0


# ------------------------------------------------------------------------------------ the guest


class SessionChoice(Struct, frozen=True):
    number: int
    starts: datetime
    ends: datetime
    full: bool


class GuestConsentView(Struct, frozen=True):
    purpose: GuestPurpose
    stands: bool
    given_at: datetime | None = None
    withdrawn_at: datetime | None = None


class InvitationView(Struct, frozen=True):
    """What a guest reads on their own page. Texts by language tag; nobody else is named here but
    their host. `may_answer`: a yes is still taken; `may_leave`: a no. `pass_number` is of the pass
    that stands, which `/p/{token}` shows, and `pass_typed` what is typed for it, empty of a live
    one; `picture` names the event's picture, or is empty."""

    event_id: str
    titles: dict[str, str]
    texts: dict[str, str]
    dress_codes: dict[str, str]
    kind: str
    boutique: str
    brand: str
    zone_name: str | None
    starts: datetime
    ends: datetime
    time_zone: str
    cancelled: bool
    sessions: tuple[SessionChoice, ...]
    answer_by: datetime | None
    given_name: str
    display_name: str
    language: str
    standing: Standing
    session: int
    plus_ones: int
    plus_one_names: bool
    companions: tuple[str, ...]
    offer_until: datetime | None
    full: bool
    may_answer: bool
    may_leave: bool
    host: str | None
    allergies: str
    access: str
    consents: tuple[GuestConsentView, ...]
    pass_number: int | None = None
    pass_typed: str = ""
    live_pass: bool = False
    picture: str = ""
