"""What the house does with what it knows of people: each purpose, its basis, how long it is kept.

The register of processing, the retention runs, the client's page and `docs/privacy.md` all follow
from this list. The words are in `store_server/privacy_words`, by the keys used here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Basis(StrEnum):
    """Article 6 of the GDPR; `EXPLICIT` is article 9(2)(a)."""

    CONSENT = "consent"
    EXPLICIT = "explicit"
    CONTRACT = "contract"
    LAW = "law"
    INTEREST = "interest"


class Whose(StrEnum):
    CLIENT = "client"
    GUEST = "guest"
    STAFF = "staff"
    STRANGER = "stranger"  # somebody who tries to come in
    NOBODY = "nobody"  # numbers that were never anybody's


@dataclass(frozen=True, slots=True)
class Activity:
    """One line of the register. `periods` are names of `settings.PrivacySettings`."""

    key: str
    basis: Basis
    whose: tuple[Whose, ...]
    periods: tuple[str, ...] = ()


ACTIVITIES = (
    Activity("book", Basis.INTEREST, (Whose.CLIENT,), ("client_days", "erasure_days")),
    Activity("presence", Basis.CONSENT, (Whose.CLIENT,), ("visits_days",)),
    Activity("photo", Basis.CONSENT, (Whose.CLIENT,)),
    Activity(
        "service",
        Basis.INTEREST,
        (Whose.CLIENT, Whose.GUEST, Whose.STAFF),
        ("words_days", "feed_days"),
    ),
    Activity(
        "history",
        Basis.INTEREST,
        (Whose.CLIENT,),
        ("purchases_days", "promises_days", "appointments_days"),
    ),
    Activity("sales", Basis.CONTRACT, (Whose.CLIENT,), ("deliveries_days", "payers_days")),
    Activity("ledger", Basis.LAW, (Whose.NOBODY,)),
    Activity("events", Basis.INTEREST, (Whose.GUEST, Whose.CLIENT), ("guests_days",)),
    Activity("letters", Basis.CONSENT, (Whose.GUEST, Whose.CLIENT), ("letters_days",)),
    Activity("needs", Basis.EXPLICIT, (Whose.GUEST,)),
    Activity("proof", Basis.LAW, (Whose.CLIENT, Whose.GUEST), ("consents_days",)),
    Activity("staff", Basis.CONTRACT, (Whose.STAFF,), ("sessions_days",)),
    Activity("security", Basis.INTEREST, (Whose.STRANGER,), ("addresses_days",)),
    Activity("counting", Basis.INTEREST, (Whose.NOBODY,)),
)

# Periods after which somebody is erased as if they had asked; the others end with rows.
ENDS_WITH_ERASURE = ("erasure_days", "client_days", "guests_days")

BY_KEY = {activity.key: activity for activity in ACTIVITIES}
