"""Consents, given and withdrawn, and the identities that they make recognisable."""

from __future__ import annotations

from store_server.clock import new_id
from store_server.domain.consent import Consent, Purpose
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.beacons import recognised_by
from store_server.handlers.desk import Desk
from store_server.messages import (
    ConsentChanged,
    EnrolIdentity,
    GiveConsent,
    IdentitiesChanged,
    NoteLearnt,
    OfferExchange,
    RemoveIdentity,
    WithdrawConsent,
)


class KeepConsents:
    """Each method handles the command of its name."""

    def __init__(self, desk: Desk, arrivals: Arrivals) -> None:
        self._desk = desk
        self._arrivals = arrivals

    def give(self, command: GiveConsent) -> None:
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            if work.uow.consents.stands(client.id, command.purpose):
                return
            work.uow.consents.give(
                Consent(
                    id=new_id(),
                    client_id=client.id,
                    purpose=command.purpose,
                    given_at=work.at,
                    proof=command.proof,
                    text_version=command.text_version,
                )
            )
            work.record(
                "ConsentGiven",
                client=client.id,
                purpose=command.purpose,
                text_version=command.text_version,
                by=command.by_id,
            )
            work.audit(command.by_id or client.id, f"consent.given.{command.purpose}", client.id)
            work.tell(ConsentChanged(client.id, command.purpose, True, work.at))
            if command.purpose is Purpose.PRESENCE:
                work.tell(IdentitiesChanged(client.id))

    def withdraw(self, command: WithdrawConsent) -> None:
        """At once and everywhere; asking again changes nothing."""
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            if not work.uow.consents.withdraw(client.id, command.purpose, work.at):
                return
            work.record(
                "ConsentWithdrawn", client=client.id, purpose=command.purpose, by=command.by_id
            )
            what = f"consent.withdrawn.{command.purpose}"
            work.audit(command.by_id or client.id, what, client.id)
            if command.purpose is Purpose.PRESENCE:
                self._arrivals.stop_recognising(work, client.id)
                work.tell(IdentitiesChanged(client.id))
            if command.purpose is Purpose.PHOTO:
                work.uow.history.remove_photo(client.id)
                self._arrivals.show_card(work, client.id)
            work.tell(ConsentChanged(client.id, command.purpose, False, work.at))

    def enrol(self, command: EnrolIdentity) -> str:
        """Raises `ConflictError` where another client holds the same beacon."""
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            identity = recognised_by(work, command, client.id)
            work.uow.identities.add(identity, work.at)
            work.record(
                "IdentityEnrolled",
                client=client.id,
                identity=identity.id,
                identity_kind=command.kind,
                by=command.by_id,
            )
            work.tell(IdentitiesChanged(client.id))
        return identity.id

    def note_learnt(self, command: NoteLearnt) -> None:
        with self._desk.work() as work:
            for one in command.learnt:
                work.uow.identities.learn(one.identity_id, one.clock_offset_s, one.key_order)

    def offer_exchange(self, _command: OfferExchange) -> str:
        with self._desk.work() as work:
            return work.uow.identities.exchange_half().hex()

    def remove(self, command: RemoveIdentity) -> None:
        with self._desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            work.uow.identities.remove(client.id, command.identity_id)
            work.record(
                "IdentityRemoved", client=client.id, identity=command.identity_id, by=command.by_id
            )
            work.tell(IdentitiesChanged(client.id))
