"""What the doors of an event are shown; `views` for everything else.

These are the shapes of the wire, as in `views`. `kiosk_ui/src/lib/door.ts` mirrors them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

VerdictWord = Literal["admitted", "already", "needs_attention", "refused"]
ReasonWord = Literal[
    "welcome",
    "left",
    "already_redeemed",
    "wrong_event",
    "wrong_session",
    "too_early",
    "too_late",
    "revoked",
    "cancelled",
    "not_confirmed",
    "unknown",
    "bad_signature",
    "expired_code",
    "plus_one_over",
    "full",
    "blocked",
    "wrong_zone",
    "question",
    "name_wanted",
    "not_inside",
    "no_re_entry",
    "undone",
]
FlagWord = Literal[
    "cancelled_after_entry",
    "revoked_before_entry",
    "over_capacity",
    "plus_one_first",
    "overridden",
    "late_news",
    "conflict",
]


class AskedQuestion(Struct, frozen=True):
    """A question of the door. `texts` by language tag."""

    id: str
    texts: dict[str, str]


class FirstEntry(Struct, frozen=True):
    """Of an `already`: when it was, where, and with whom."""

    at: datetime
    gate: str
    gate_name: str
    by: str  # a display name; empty where a kiosk or a scanner let in


class DoorGuest(Struct, frozen=True):
    """A line of the list, as a door needs it.

    `standing` is what they answered to the invitation. `plus_ones` may be brought. `needs` is empty
    for whoever must not see it. `arrived` has when each person of the party first came in;
    `missing` is how many of those who were promised are not among them.
    """

    id: str
    display_name: str
    given_name: str
    monogram: str
    language: str
    standing: str
    session: int
    plus_ones: int
    companions: tuple[str, ...]
    blocked: bool
    client_id: str | None
    tier: str | None
    host_id: str | None
    host: str
    table: str
    needs: tuple[str, ...]
    inside: bool
    plus_ones_inside: int
    came: int
    conflicts: int
    first_in: datetime | None
    last_in: datetime | None
    last_out: datetime | None
    arrived: tuple[datetime, ...]
    missing: int


class AdmissionView(Struct, frozen=True):
    """The answer to a showing, for staff. A refusal is an answer like any other.

    `say` is a sentence for the guest, in `language`, which is theirs. `scan_id` is the caller's
    own; whoever sends it again gets the same answer. `undo_until` is None where nobody went
    through. `guest` is None where nobody is known by what was shown, and for a guard.
    """

    scan_id: str
    showing_id: str
    event_id: str | None
    verdict: VerdictWord
    reason: ReasonWord
    at: datetime
    way: Literal["in", "out"]
    plus_one: bool
    say: str
    language: str
    flags: tuple[FlagWord, ...]
    may_override: bool
    undo_until: datetime | None
    again: bool
    late: bool
    guest: DoorGuest | None = None
    first: FirstEntry | None = None
    question: AskedQuestion | None = None
    other_event: str = ""  # the title of the event that a `wrong_event` pass is for
    inside: int | None = None  # people who were in before, as a warning reads them


class DoorCounts(Struct, frozen=True):
    """People, but for `invited`, which counts invitations, and `refused`, which counts showings.

    `confirmed` said that they would come, `companions` among them; `missing` are those of them who
    never came. Who walked in is among `came` alone.
    """

    invited: int
    confirmed: int
    companions: int
    inside: int
    came: int
    plus_ones_inside: int
    missing: int
    refused: int
    conflicts: int
    capacity: int


class EveningView(Struct, frozen=True):
    """An event as its doors see it, without anybody's name."""

    event_id: str
    number: int
    kind: str
    stage: str
    titles: dict[str, str]
    texts: dict[str, str]
    dress_codes: dict[str, str]
    zone: str | None
    doors_open: datetime
    starts: datetime
    ends: datetime
    doors_close: datetime
    sessions: tuple[SessionTimes, ...]
    questions: tuple[AskedQuestion, ...]
    plus_one_names: bool
    live_pass: bool
    re_entry: bool
    picture_url: str | None = None


class SessionTimes(Struct, frozen=True):
    number: int
    starts: datetime
    ends: datetime
    capacity: int


class DoorView(Struct, frozen=True):
    """The live list of an event: who is in, who is missing."""

    event_id: str
    titles: dict[str, str]
    at: datetime
    counts: DoorCounts
    guests: tuple[DoorGuest, ...]


class ShowingView(Struct, frozen=True):
    """One line of what happened at the doors, for the manager. Refusals are there too."""

    id: str
    scan_id: str
    at: datetime
    verdict: VerdictWord
    reason: ReasonWord
    flags: tuple[FlagWord, ...]
    way: Literal["in", "out"]
    plus_one: bool
    plus_one_name: str
    gate: str
    gate_name: str
    by: str
    source: str
    guest_id: str | None
    guest: str
    late: bool
    shown_at: datetime | None
    received_at: datetime
    override_by: str
    override_reason: str
    undone_at: datetime | None
    undone_by: str
    code_size: int


class KioskAnswer(Struct, frozen=True):
    """What the kiosk shows a guest. Whatever is refused reads `moment`; staff read why elsewhere.

    `name`: the plus-one's name is wanted. `question`: the answer to `question` is. In both cases
    the same pass is shown again with it, under a new `scan_id`.
    """

    scan_id: str
    verdict: Literal["welcome", "goodbye", "already", "moment", "name", "question", "full"]
    say: str
    language: str
    given_name: str = ""
    host: str = ""
    table: str = ""
    plus_one: bool = False
    plus_ones_left: int = 0
    question: AskedQuestion | None = None
    first_at: datetime | None = None
    undo_until: datetime | None = None
    reason: ReasonWord | None = None  # only while a colleague has unlocked the kiosk


class GatePass(Struct, frozen=True):
    """A pass as a gate without a network needs it: short names, for there are thousands.

    `n` the pass's number, `g` the guest, `s` the session, `r` revoked, `a` the answer to the
    invitation, `p` how many plus-ones, `b` blocked, `f` the given name, `l` the language, `i` in.
    `q` questions answered, `c` how often they came, `o` plus-ones inside, `d` how often such came.
    `t` the letters that are typed for it, which a gate keeps in memory alone; empty of a live pass.
    """

    n: int
    g: str
    s: int
    r: bool
    a: Literal["confirmed", "invited", "declined", "waiting", "cancelled"]
    p: int
    b: bool
    f: str
    l: str  # noqa: E741 - one letter a field
    i: bool
    q: tuple[str, ...] = ()
    c: int = 0
    o: int = 0
    d: int = 0
    t: str = ""


class GateKey(Struct, frozen=True):
    """A public key that a pass may be signed by: `id` as it stands in the pass, `key` in hex."""

    id: int
    key: str


class GateList(Struct, frozen=True):
    """What a gate needs to go on by itself for hours. `version` changes when anything in it does.

    `live_secret` (hex) lets the gate check live passes; it is of this event alone.
    """

    event: EveningView
    version: str
    made_at: datetime
    keys: tuple[GateKey, ...]
    passes: tuple[GatePass, ...]
    live_secret: str = ""


class QueuedAnswer(Struct, frozen=True):
    """What became of one showing that a gate told of afterwards."""

    scan_id: str
    verdict: VerdictWord
    reason: ReasonWord
    flags: tuple[FlagWord, ...]
    at: datetime
    again: bool
    problem: Annotated[str, Meta(description="Why it could not be kept; empty where it was")] = ""


class QueuedAnswers(Struct, frozen=True):
    """In the order in which they were sent. What has no `problem` need not be sent again."""

    answers: tuple[QueuedAnswer, ...]
    received_at: datetime


class EveningNews(Struct, frozen=True):
    """The live list has changed: the counts, and the lines that are other ones now.

    Sent on `/associate` and `/dashboard` in the message `evening`, four times a second at most.
    """

    event_id: str
    at: datetime
    counts: DoorCounts
    guests: tuple[DoorGuest, ...]
