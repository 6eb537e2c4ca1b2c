"""Every message of Socket.IO: its namespace, its name, its shape and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from store_server.admission_views import EveningNews
from store_server.payment_views import BasketView
from store_server.traffic_views import TrafficNews
from store_server.views import ClaimAnswer, FloorView, Notice, Problem, SignalView


class Resume(Struct):
    """The last line of the feed that this phone has; 0 for none."""

    after: Annotated[int, Meta(ge=0, le=2**53)] = 0


class Ready(Struct, frozen=True):
    """Everything up to this line has been sent; what comes now is live."""

    last_seq: int


class Reset(Struct, frozen=True):
    """What was missed is no longer kept: forget all signals, these are the live ones."""

    last_seq: int
    signals: tuple[SignalView, ...]


class Watch(Struct):
    """Sent as `auth` when connecting: the token of a link, or for those who serve, the basket."""

    token: Annotated[str, Meta(max_length=64)] = ""
    basket_id: Annotated[str, Meta(max_length=64)] = ""


class ClaimTap(Struct):
    signal_id: Annotated[str, Meta(min_length=1, max_length=64)]
    tap_id: Annotated[str, Meta(min_length=1, max_length=64)]


class Refused(Struct, frozen=True):
    """The acknowledgement of a request that failed: the problem instead of the answer."""

    error: Problem


class Hello(Struct, frozen=True):
    boutique_name: str
    brand_name: str


class Forgotten(Struct, frozen=True):
    """Ids of clients and guests who were erased."""

    ids: tuple[str, ...]


class Ended(Struct, frozen=True):
    """The server closes this connection next, and why."""

    reason: Literal["revoked", "too_slow", "closing"]


@dataclass(frozen=True, slots=True)
class Message:
    namespace: str
    name: str
    sent_by: Literal["client", "server"]
    shape: Any
    words: str
    acknowledgement: tuple[Any, ...] = ()


MESSAGES: tuple[Message, ...] = (
    Message(
        "/associate",
        "resume",
        "client",
        Resume,
        "Sent after each connection. The server answers with each missed `notice` in order, "
        "then `ready`; or with `reset` where too much was missed.",
    ),
    Message(
        "/associate",
        "notice",
        "server",
        Notice,
        "One line of the feed. Acknowledge it: that it was shown on a phone is what keeps a "
        "push from being sent. A phone that leaves 1,024 unacknowledged is cut off.",
    ),
    Message("/associate", "ready", "server", Ready, "The phone is up to date."),
    Message("/associate", "reset", "server", Reset, "Start afresh from these signals."),
    Message(
        "/associate",
        "claim",
        "client",
        ClaimTap,
        '"I take it". The same tap sent twice is one tap.',
        (ClaimAnswer, Refused),
    ),
    Message(
        "/associate",
        "evening",
        "server",
        EveningNews,
        "The live list of an event has changed: the counts, and the lines that are other ones "
        "now. Four times a second at most; read the list once more after a gap.",
    ),
    *(
        Message(
            room,
            "forgotten",
            "server",
            Forgotten,
            "These people were erased; also sent on connecting, for who was away. What a screen "
            "shows or keeps of them goes at once, and its lists are read anew.",
        )
        for room in ("/associate", "/dashboard", "/kiosk")
    ),
    Message("/associate", "ended", "server", Ended, "Signed out, revoked or too slow."),
    Message(
        "/dashboard",
        "floor",
        "server",
        FloorView,
        "On connecting, on every change (four a second at most), and every ten seconds.",
    ),
    Message("/dashboard", "evening", "server", EveningNews, "As on `/associate`."),
    Message(
        "/dashboard",
        "traffic",
        "server",
        TrafficNews,
        "What is other than `/traffic/now` said, on every change (five a second at most) and every "
        "ten seconds. `seq` grows by one: where a number is missing, and after connecting, read "
        "`/traffic/now` once more.",
    ),
    Message("/dashboard", "ended", "server", Ended, "Signed out, revoked or too slow."),
    Message(
        "/basket",
        "basket",
        "server",
        BasketView,
        "The whole basket, on connecting and on every change. The token of its link, or that of a "
        "payer's, is sent as `auth` on connecting; whoever is signed in sends `basket_id`.",
    ),
    Message("/kiosk", "hello", "server", Hello, "On connecting."),
    Message("/kiosk", "ended", "server", Ended, "The kiosk was revoked."),
)


@dataclass(frozen=True, slots=True)
class Room:
    """Who of a namespace hears these messages: nobody else of it does."""

    namespace: str
    whose: str
    messages: tuple[str, ...]


ROOMS: tuple[Room, ...] = (
    Room(
        "/associate",
        "this associate's own phones: the lines of their feed",
        ("resume", "notice", "ready", "reset", "claim"),
    ),
    Room(
        "/associate",
        "every phone of those who serve",
        ("evening", "calls", "till", "forgotten", "ended"),
    ),
    Room(
        "/dashboard",
        "every manager's screen",
        ("floor", "evening", "traffic", "calls", "till", "forgotten", "ended"),
    ),
    Room("/kiosk", "this kiosk alone: its greeting, and its own call", ("hello", "call")),
    Room("/kiosk", "every kiosk", ("forgotten", "ended")),
    Room(
        "/basket",
        "who has this basket's link or a payer's of it, and those who serve",
        ("basket",),
    ),
)

SENT = {(room.namespace, name) for room in ROOMS for name in room.messages}

CONNECTING = (
    "Each namespace is entered with the cookies of a signed-in person (/associate: associate, "
    "host or manager; /dashboard: manager) or of a paired kiosk (/kiosk). A refusal is a "
    "connect_error whose message begins with `unauthorised` (sign in), `forbidden` (another "
    "role) or `full` (too many connections: try again in a few seconds)."
)
