"""What settled otherwise than by its first call's answer: by asking again, or too late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select

from payments.facts import Fact, State, attempt
from payments.money import Money
from store_server.payment_messages import AGAIN, Doing
from store_server.payment_views import SettledView
from store_server.storage.reads import till_alerts
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.tables import AttemptRow, PaymentFactRow, RefundRow

_ASKED = Doing.ASK.value
_REFUNDED_AGAIN = Doing.REFUND.value + AGAIN
_FINAL = (Fact.CAPTURED, Fact.VOIDED)  # else told by the call that made it so
_LET_GO = (State.VOIDED, State.EXPIRED, State.FAILED)


def settled(connection: Connection, since: datetime) -> SettledView:
    """Of attempts about which anything was told since."""
    states = Counter(_states(connection, since))
    open_ones = sum(count for state, count in states.items() if state.open)
    let_go = sum(states[state] for state in _LET_GO)
    return SettledView(
        charged=states.total() - open_ones - let_go,
        let_go=let_go,
        refunded=_refunded(connection, since),
        honoured=len(till_alerts.honoured(connection, since)),
        given_back=len(till_alerts.given_back(connection, since)),
    )


def _states(connection: Connection, since: datetime) -> list[State]:
    no_refund = PaymentFactRow.refund_id == ""
    recent = select(PaymentFactRow.attempt_id).where(PaymentFactRow.at > since, no_refund)
    rows = connection.execute(
        select(
            PaymentFactRow.attempt_id,
            PaymentFactRow.fact,
            PaymentFactRow.told_by,
            AttemptRow.units,
            AttemptRow.currency,
        )
        .join(AttemptRow, AttemptRow.id == PaymentFactRow.attempt_id)
        .where(PaymentFactRow.attempt_id.in_(recent), no_refund)
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


def _refunded(connection: Connection, since: datetime) -> int:
    """Refunds of ours; one that somebody made on the provider's own pages was no call of ours."""
    query = (
        select(func.count())
        .select_from(PaymentFactRow)
        .join(RefundRow, RefundRow.id == PaymentFactRow.refund_id)
        .where(PaymentFactRow.fact == Fact.REFUNDED, PaymentFactRow.at > since)
        .where(
            or_(
                PaymentFactRow.told_by.in_((_ASKED, _REFUNDED_AGAIN)),
                # A webhook told it first, of a call that had to be made once more.
                and_(PaymentFactRow.told_by == Doing.WEBHOOK.value, RefundRow.asked > 0),
            )
        )
    )
    return int(connection.execute(query).scalar_one())


def _was_lost(facts: Collection[tuple[Fact, str]]) -> bool:
    """The call's own answer never came: the network was gone, or this server was killed."""
    by = {told_by for _fact, told_by in facts}
    return (
        any(told_by.endswith(AGAIN) for told_by in by)
        or any(fact is Fact.NO_ANSWER for fact, _told_by in facts)
        or any((fact, _ASKED) in facts for fact in _FINAL)
        or (_ASKED in by and Doing.AUTHORISE.value not in by)
    )
