"""Every table that holds something of a client or a guest, and what becomes of it on erasure.

This is the one list: erasure works through it from the first to the last, an export reads it, the
register is written from it, and a test fails for a table with a person's column that is not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row

from store_server.storage.privacy.person import (
    Where,
    of_basket,
    of_bill,
    of_client,
    of_guest,
    of_share,
    of_signal,
    signals,
)
from store_server.storage.repositories.admissions import open_answer
from store_server.storage.repositories.guest_list import open_needs
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    AppointmentRow,
    AttemptRow,
    AttendanceRow,
    BasketLineRow,
    BasketRow,
    BillRow,
    ClientRow,
    ConsentRow,
    DeliveryRow,
    DoorAnswerRow,
    ErasureRequestRow,
    EventPassRow,
    EventRow,
    ExitPassRow,
    FarewellRow,
    FeedbackRow,
    GuestConsentRow,
    GuestLinkRow,
    GuestNeedsRow,
    GuestRow,
    IdentityRow,
    LetterRow,
    NoticeRow,
    PairedDeviceRow,
    PairingCodeRow,
    PhotoRow,
    PromiseRow,
    PurchaseRow,
    ReceiptRow,
    RefundRow,
    SeatRow,
    ShareRow,
    ShowingRow,
    SignalRow,
    Table,
    TapRow,
    TaskRow,
    ToldRow,
    VisitRow,
)


class Gone:
    """The rows are deleted."""


@dataclass(frozen=True, slots=True)
class Blanked:
    """The rows stay for the house's figures, with these values instead."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows stay as they are: nothing in them leads to anybody once the others are erased."""


Erasing = Gone | Blanked | Kept
Opener = Callable[[SecretsBox, Row[Any]], Any]


@dataclass(frozen=True, slots=True)
class Holding:
    """`section` is where it stands in an export, `activity` whose purpose it serves.

    `words` are columns of text that stay after an erasure, because nobody's words are in them.
    `hidden` columns are not told: they are secrets, or marks of secrets. `sealed` ones are opened.
    """

    table: type[Table]
    section: str
    activity: str
    whose: Where
    erasing: Erasing
    words: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    sealed: Mapping[str, Opener] = field(default_factory=dict)


def _needs(box: SecretsBox, row: Row[Any]) -> dict[str, str]:
    needs = open_needs(box, row.guest_id, row.sealed)
    return {"allergies": needs.allergies, "access": needs.access}


def _answer(box: SecretsBox, row: Row[Any]) -> str:
    return open_answer(box, row.guest_id, row.question, row.answer)


HOLDINGS = (
    # service: who was told, and what was noted; a feed's numbers may have no gap
    Holding(ToldRow, "service", "service", of_signal(ToldRow.signal_id), Blanked({"reason": ""})),
    Holding(
        NoticeRow,
        "service",
        "service",
        of_signal(NoticeRow.signal_id),
        Kept(),
        words=frozenset({"kind", "origin"}),
    ),
    Holding(TapRow, "service", "service", of_signal(TapRow.signal_id), Gone()),
    Holding(
        SignalRow,
        "service",
        "service",
        signals,
        Blanked(
            {
                "client_id": None,
                "visit_id": None,
                "guest_id": None,
                "handover_note": "",
                "outcome_note": "",
            }
        ),
    ),
    # presence
    Holding(VisitRow, "visits", "presence", of_client(VisitRow.client_id), Gone()),
    Holding(
        IdentityRow,
        "identities",
        "presence",
        of_client(IdentityRow.client_id),
        Gone(),
        hidden=frozenset({"secret", "secret_mark", "exponent", "clock_offset_s", "key_order"}),
    ),
    Holding(
        PairingCodeRow,
        "identities",
        "presence",
        of_client(PairingCodeRow.client_id),
        Gone(),
        hidden=frozenset({"code_hash"}),
    ),
    Holding(
        PairedDeviceRow,
        "identities",
        "presence",
        of_client(PairedDeviceRow.client_id),
        Gone(),
        hidden=frozenset({"token_hash"}),
    ),
    Holding(ConsentRow, "consents", "proof", of_client(ConsentRow.client_id), Gone()),
    Holding(PhotoRow, "photo", "photo", of_client(PhotoRow.client_id), Gone()),
    # history
    Holding(PurchaseRow, "purchases", "history", of_client(PurchaseRow.client_id), Gone()),
    Holding(PromiseRow, "promises", "history", of_client(PromiseRow.client_id), Gone()),
    Holding(AppointmentRow, "promises", "history", of_client(AppointmentRow.client_id), Gone()),
    # sales: the ledger names nobody, and a basket without its client is nobody's
    Holding(DeliveryRow, "baskets", "sales", of_basket(DeliveryRow.basket_id), Gone()),
    Holding(
        RefundRow,
        "baskets",
        "sales",
        of_basket(RefundRow.basket_id),
        Blanked({"reason": ""}),
        words=frozenset({"lines"}),
    ),
    Holding(
        AttemptRow,
        "baskets",
        "sales",
        of_share(AttemptRow.share_id),
        Kept(),
        words=frozenset(
            {"provider", "means", "currency", "wording", "reference", "page", "reason"}
        ),
        hidden=frozenset({"wording", "page"}),
    ),
    Holding(
        ShareRow,
        "baskets",
        "sales",
        of_bill(ShareRow.bill_id),
        Blanked({"payer": "", "token_hash": None}),
        hidden=frozenset({"token_hash"}),
    ),
    Holding(
        BillRow,
        "baskets",
        "sales",
        of_basket(BillRow.basket_id),
        Kept(),
        words=frozenset({"currency"}),
    ),
    Holding(
        BasketLineRow,
        "baskets",
        "sales",
        of_basket(BasketLineRow.basket_id),
        Kept(),
        words=frozenset({"label", "rate"}),
    ),
    Holding(FarewellRow, "baskets", "sales", of_basket(FarewellRow.basket_id), Kept()),
    Holding(
        ReceiptRow,
        "baskets",
        "sales",
        of_basket(ReceiptRow.basket_id),
        Kept(),
        words=frozenset({"till", "language"}),
    ),
    Holding(
        ExitPassRow,
        "baskets",
        "sales",
        of_basket(ExitPassRow.basket_id),
        Kept(),
        words=frozenset({"used_by"}),
    ),
    Holding(
        BasketRow,
        "baskets",
        "sales",
        of_client(BasketRow.client_id),
        Blanked({"client_id": None}),
        words=frozenset({"currency", "language", "token_hash"}),
        hidden=frozenset({"token_hash"}),
    ),
    # events: an evening's figures stay, its guests do not
    Holding(
        GuestNeedsRow,
        "events",
        "needs",
        of_guest(GuestNeedsRow.guest_id),
        Gone(),
        sealed={"sealed": _needs},
    ),
    Holding(
        DoorAnswerRow,
        "events",
        "needs",
        of_guest(DoorAnswerRow.guest_id),
        Gone(),
        sealed={"answer": _answer},
    ),
    Holding(GuestConsentRow, "events", "proof", of_guest(GuestConsentRow.guest_id), Gone()),
    Holding(
        GuestLinkRow,
        "events",
        "letters",
        of_guest(GuestLinkRow.guest_id),
        Gone(),
        hidden=frozenset({"sealed"}),
    ),
    Holding(LetterRow, "events", "letters", of_guest(LetterRow.guest_id), Gone()),
    Holding(TaskRow, "events", "events", of_guest(TaskRow.guest_id), Gone()),
    Holding(FeedbackRow, "events", "events", of_guest(FeedbackRow.guest_id), Blanked({"text": ""})),
    Holding(SeatRow, "events", "events", of_guest(SeatRow.guest_id), Gone()),
    Holding(
        ShowingRow,
        "events",
        "events",
        of_guest(ShowingRow.guest_id),
        Blanked(
            {
                "plus_one_name": "",
                "override_reason": "",
                "undone_reason": "",
                "wanted": "",
                "code": b"",
            }
        ),
        words=frozenset(
            {
                *("scan_id", "flags", "first_scan_id", "override_by", "gate", "by", "source"),
                *("same_as", "undone_by"),
            }
        ),
        hidden=frozenset({"code"}),
    ),
    Holding(AttendanceRow, "events", "events", of_guest(AttendanceRow.guest_id), Kept()),
    Holding(EventPassRow, "events", "events", of_guest(EventPassRow.guest_id), Kept()),
    Holding(
        GuestRow,
        "events",
        "events",
        of_guest(GuestRow.id),
        Blanked(
            {
                "client_id": None,
                "given_name": "",
                "family_name": "",
                "email": "",
                "phone": "",
                "note": "",
                "companions": [],
                "import_key": None,
                "link_hash": None,
            }
        ),
        words=frozenset({"language"}),
        hidden=frozenset({"import_key", "link_hash"}),
    ),
    Holding(
        EventRow,
        "events",
        "events",
        of_client(EventRow.client_id),
        Blanked({"client_id": None}),
        words=frozenset(
            {"titles", "texts", "dress_codes", "zone", "rules", "products", "currency"}
        ),
        hidden=frozenset({"rules"}),
    ),
    # the book
    Holding(ErasureRequestRow, "book", "book", of_client(ErasureRequestRow.client_id), Gone()),
    Holding(
        ClientRow,
        "book",
        "book",
        of_client(ClientRow.id),
        Gone(),
        hidden=frozenset({"revision"}),
    ),
)

SECTIONS = tuple(dict.fromkeys(holding.section for holding in reversed(HOLDINGS)))

# Append-only, and ids alone: after an erasure they point to nobody (README, "Decisions").
IDS_ALONE = ("journal", "audit", "erasures")

# What has no client and no guest in it. A column here whose name sounds like a person's is said
# to be harmless in the test, with the reason.
NOBODYS: Mapping[str, str] = {
    **dict.fromkeys(("associates", "shifts", "sessions", "push_subscriptions"), "staff"),
    "audit_addresses": "security",
    **dict.fromkeys(("event_allocations", "passkeys", "passwords", "recovery_codes"), "staff"),
    **dict.fromkeys(
        ("zones", "devices", "device_keys", "device_commands", "device_samples"), "house"
    ),
    "device_certificates": "house",
    **dict.fromkeys(("device_alarms", "waiting_devices", "adoption_codes", "floor_plans"), "house"),
    **dict.fromkeys(("scans", "settings", "counters", "quarantine", "cursors"), "house"),
    "api_keys": "house",
    **dict.fromkeys(("signing_keys", "closures", "events_followed_up"), "house"),
    **dict.fromkeys(("event_sessions", "event_pictures", "event_costs", "seat_plans"), "house"),
    **dict.fromkeys(("counts", "count_keys", "count_lines", "count_clocks"), "counting"),
    **dict.fromkeys(("count_streams", "count_gaps", "occupancy", "count_quarters"), "counting"),
    **dict.fromkeys(("count_days", "count_months", "zone_minutes", "zone_stays"), "counting"),
    **dict.fromkeys(("zone_quarters", "zone_days", "sale_quarters", "sale_days"), "counting"),
    **dict.fromkeys(("count_corrections", "occupancy_resets", "count_doors"), "counting"),
    "zone_doubts": "counting",
    "badges": "staff",
    **dict.fromkeys(("staff_crossings", "staff_counted"), "counting"),
    **dict.fromkeys(("alert_rules", "traffic_alerts", "alert_tellings"), "counting"),
    **dict.fromkeys(("articles", "pieces", "prices", "vat_rates", "delivery_slots"), "ledger"),
    **dict.fromkeys(("payment_facts", "webhooks", "ledger", "cash_moves"), "ledger"),
}
