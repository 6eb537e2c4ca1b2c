"""What settled otherwise than by its own call's answer: found by asking, or too late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, select

from payments.facts import Fact, State, attempt
from payments.money import Money
from store_server.payment_messages import Doing
from store_server.payment_views import SettledView
from store_server.storage.reads import till_alerts
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.tables import AttemptRow, PaymentFactRow

_ASKED = Doing.ASK.value
_FINAL = (Fact.CAPTURED, Fact.VOIDED, Fact.REFUNDED)  # else told by the call that made it so
_LET_GO = (State.VOIDED, State.EXPIRED, State.FAILED)


def settled(connection: Connection, since: datetime) -> SettledView:
    """Of attempts about which anything was told since."""
    states = Counter(_states(connection, since))
    open_ones = sum(count for state, count in states.items() if state.open)
    let_go = sum(states[state] for state in _LET_GO)
    return SettledView(
        charged=states.total() - open_ones - let_go,
        let_go=let_go,
        honoured=len(till_alerts.honoured(connection, since)),
        given_back=len(till_alerts.given_back(connection, since)),
    )


def _states(connection: Connection, since: datetime) -> list[State]:
    recent = select(PaymentFactRow.attempt_id).where(PaymentFactRow.at > since).distinct()
    rows = connection.execute(
        select(
            PaymentFactRow.attempt_id,
            PaymentFactRow.fact,
            PaymentFactRow.told_by,
            AttemptRow.units,
            AttemptRow.currency,
        )
        .join(AttemptRow, AttemptRow.id == PaymentFactRow.attempt_id)
        .where(PaymentFactRow.attempt_id.in_(recent))
    )
    told: dict[tuple[str, int, str], set[tuple[Fact, str]]] = defaultdict(set)
    for row in rows:
        told[row.attempt_id, row.units, row.currency].add((row.fact, row.told_by))
    payments = SqlPayments(connection)
    return [
        attempt(payments.facts_of(attempt_id), Money(units, code)).state
        for (attempt_id, units, code), facts in told.items()
        if _was_lost(facts)
    ]


def _was_lost(facts: Collection[tuple[Fact, str]]) -> bool:
    """The call's own answer never came: the network was gone, or this server was killed."""
    by = {told_by for _fact, told_by in facts}
    return (
        any(fact is Fact.NO_ANSWER for fact, _told_by in facts)
        or any((fact, _ASKED) in facts for fact in _FINAL)
        or (_ASKED in by and Doing.AUTHORISE.value not in by)
    )
