"""Clients, their consents and identities, and two entries that were one person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from store_server.clock import new_id
from store_server.domain.client import Approach, Client, Tier
from store_server.domain.consent import Purpose
from store_server.domain.signal import State
from store_server.domain.visit import Whereabouts
from store_server.ports import ConflictError, KnownIdentity, NotFoundError
from store_server.storage.engine import reading
from store_server.storage.queries import SqlQueries
from store_server.storage.secrets_box import SecretsBox, SecretsBoxError
from store_server.storage.unit_of_work import SqlStore
from store_server.views import AppointmentView, PromiseView, PurchaseView
from tests.store_server.storage.house import NOON, SECRET, House

IN_FULL = {
    "language": "pt-BR",
    "languages": ("pt-BR", "fr"),
    "pronunciation": "AH-na",
    "tier": Tier.VIP,
    "approach": Approach.DISCREET,
    "email": "ana@example.com",
    "phone": "+33 6 12 34 56 78",
    "tastes": ("silver",),
    "sizes": (("ring", "52"),),
    "wishes": ("the bag of the window",),
    "note": "likes tea",
    "birthday": date(1980, 2, 29),
}


def test_a_client_is_kept_as_they_are(house: House) -> None:
    client_id = house.client("Ana", "Silva", **IN_FULL)
    with house.store.begin() as uow:
        kept = uow.clients.get(client_id)
    assert kept == Client(client_id, "Ana", "Silva", created_at=NOON, **IN_FULL)


def test_a_correction_changes_only_its_fields(house: House) -> None:
    client_id = house.client("Ana", "Silva", **IN_FULL)
    with house.store.begin() as uow:
        uow.clients.amend(client_id, {"tier": "circle", "sizes": {"shoe": "38"}})
        uow.commit()
    with house.store.begin() as uow:
        amended = uow.clients.get(client_id)
    assert (amended.tier, amended.sizes, amended.note) == (
        Tier.CIRCLE,
        (("shoe", "38"),),
        "likes tea",
    )


def test_who_is_not_there_is_not_found(store: SqlStore, queries: SqlQueries) -> None:
    with store.begin() as uow:
        with pytest.raises(NotFoundError):
            uow.clients.get(new_id())
        with pytest.raises(NotFoundError):
            uow.clients.amend(new_id(), {"note": "x"})
    with pytest.raises(NotFoundError):
        queries.client(new_id())


def test_only_consenting_clients_are_recognised(house: House) -> None:
    consenting, silent = house.consenting(), house.client("Bo")
    mine = house.beacon(consenting, "ibeacon:a:1:1")
    house.beacon(silent, "ibeacon:a:1:2")
    assert [one.id for one in _recognisable(house)] == [mine]
    assert house.withdraw(consenting)
    assert not house.withdraw(consenting)
    assert _recognisable(house) == []


def test_a_consent_to_newer_words_takes_the_place_of_the_old(
    house: House, queries: SqlQueries
) -> None:
    client_id = house.consenting()
    later = house.clock.passes(days=1)
    house.consent(client_id)
    presence = queries.client(client_id).consents[0]
    assert (presence.purpose, presence.stands, presence.given_at) == ("presence", True, later)
    assert [view.purpose for view in queries.client(client_id).consents] == list(Purpose)


def test_a_beacon_belongs_to_one_client(house: House) -> None:
    house.beacon(house.consenting(), "ibeacon:a:1:1")
    with pytest.raises(ConflictError):
        house.beacon(house.consenting("Bo"), "ibeacon:a:1:1")


def test_a_rotating_beacon_is_enrolled_once(house: House) -> None:
    house.beacon(house.consenting(), "", kind="eddystone_eid", secret=SECRET)
    with pytest.raises(ConflictError):
        house.beacon(house.consenting("Bo"), "", kind="eddystone_eid", secret=SECRET)


def test_a_beacons_secret_cannot_be_read_in_the_database(house: House, engine: Engine) -> None:
    client_id = house.consenting()
    house.beacon(client_id, "", kind="eddystone_eid", secret=SECRET, exponent=10, interval_s=1.5)
    with reading(engine) as connection:
        stored = connection.execute(text("SELECT secret FROM identities")).scalar()
    assert SECRET not in bytes(stored)
    (known,) = _recognisable(house)
    assert (known.secret, known.exponent, known.interval_s) == (SECRET, 10, 1.5)


def test_an_identity_is_removed_by_its_own_client_only(house: House) -> None:
    ana, bo = house.consenting(), house.consenting("Bo")
    identity = house.beacon(ana)
    with house.store.begin() as uow:
        with pytest.raises(NotFoundError):
            uow.identities.remove(bo, identity)
        uow.identities.remove(ana, identity)
        uow.commit()
    assert _recognisable(house) == []


def test_a_learnt_interval_is_remembered(house: House) -> None:
    identity = house.beacon(house.consenting())
    with house.store.begin() as uow:
        uow.identities.learn_interval(identity, 9.8)
        uow.commit()
    assert _recognisable(house)[0].interval_s == 9.8


def test_a_pass_is_found_by_its_code_while_its_owner_consents(
    house: House, queries: SqlQueries
) -> None:
    client_id = house.consenting()
    house.beacon(client_id, "K7QX-2M", kind="pass")
    assert queries.client_by_pass("K7QX-2M") == client_id
    assert queries.client_by_pass("K7QX-2N") is None
    house.withdraw(client_id)
    assert queries.client_by_pass("K7QX-2M") is None


def test_a_merge_brings_everything_together(house: House, queries: SqlQueries) -> None:
    kept, duplicate = house.consenting("Ana", "Silva"), house.client("Anna", "Silva", **IN_FULL)
    house.beacon(duplicate, "ibeacon:a:1:9")
    house.arrival(duplicate, house.associate())
    with house.store.begin() as uow:
        uow.history.add_purchase(duplicate, PurchaseView(date(2026, 1, 2), "Scarf", 39000, "EUR"))
        uow.history.add_promise(duplicate, PromiseView("call about the bag"))
        uow.history.add_appointment(duplicate, AppointmentView(NOON, "Fitting"))
        uow.commit()
    _merge(house, kept, duplicate)
    card = queries.card(duplicate)
    assert card.client_id == kept
    assert [purchase.label for purchase in card.purchases] == ["Scarf"]
    assert [promise.text for promise in card.promises] == ["call about the bag"]
    assert [appointment.label for appointment in card.appointments] == ["Fitting"]
    assert [visit.client_id for visit in queries.visits()] == [kept]
    assert [identity.key for identity in queries.client(kept).identities] == ["ibeacon:a:1:9"]


def test_a_merge_keeps_the_kept_ones_words_and_the_stricter_wish(
    house: House, queries: SqlQueries
) -> None:
    kept = house.client("Ana", "Silva", note="mine", tastes=("gold",))
    duplicate = house.client("Anna", "Silva", **IN_FULL)
    _merge(house, kept, duplicate)
    view = queries.client(kept)
    assert (view.given_name, view.note, view.email) == ("Ana", "mine", "ana@example.com")
    assert (view.tastes, view.tier, view.approach) == (("gold", "silver"), "vip", "discreet")


def test_a_merged_client_is_found_under_the_kept_one(house: House, queries: SqlQueries) -> None:
    first, second, third = house.client("A"), house.client("B"), house.client("C")
    _merge(house, second, third)
    _merge(house, first, second)
    with house.store.begin() as uow:
        assert uow.clients.get(third).id == first
    assert queries.client(third).id == first


def test_a_client_is_not_merged_with_themselves(house: House) -> None:
    kept, duplicate = house.client(), house.client()
    _merge(house, kept, duplicate)
    with pytest.raises(ConflictError):
        _merge(house, kept, duplicate)


@pytest.mark.parametrize("withdrawn_of", ["kept", "duplicate"])
def test_a_later_withdrawal_of_either_outlives_a_merge(house: House, withdrawn_of: str) -> None:
    clients = {"kept": house.consenting(), "duplicate": house.consenting()}
    house.clock.passes(days=1)
    house.withdraw(clients[withdrawn_of])
    house.clock.passes(days=1)
    _merge(house, clients["kept"], clients["duplicate"])
    assert not _stands(house, clients["kept"])


def test_a_consent_given_after_a_withdrawal_outlives_a_merge(house: House) -> None:
    kept, duplicate = house.consenting(), house.client()
    house.clock.passes(days=1)
    house.withdraw(kept)
    house.clock.passes(days=1)
    house.consent(duplicate)
    _merge(house, kept, duplicate)
    assert _stands(house, kept)


def test_two_consents_that_stand_become_one(house: House) -> None:
    kept, duplicate = house.consenting(), house.consenting()
    _merge(house, kept, duplicate)
    assert _stands(house, kept)
    assert house.withdraw(kept)
    assert not _stands(house, kept)


def test_two_open_visits_become_one(house: House, queries: SqlQueries) -> None:
    ines = house.associate()
    kept, duplicate = house.consenting(), house.consenting("Anna")
    stays, ends = house.arrival(kept, ines), house.arrival(duplicate, ines)
    _merge(house, kept, duplicate)
    assert [visit.client_id for visit in queries.visits()] == [kept]
    with house.store.begin() as uow:
        assert [signal.id for signal in uow.signals.live()] == [stays]
        assert uow.signals.get(ends).state is State.LEFT


def test_a_client_has_one_open_visit(house: House) -> None:
    client_id = house.consenting()
    house.visit(client_id)
    with pytest.raises(ConflictError):
        house.visit(client_id)


def test_the_latest_visit_and_the_open_ones(house: House) -> None:
    client_id = house.consenting()
    house.visit(client_id, whereabouts=Whereabouts.ENDED, left_at=NOON)
    house.clock.passes(hours=1)
    open_id = house.visit(client_id, heard=True)
    with house.store.begin() as uow:
        latest = uow.visits.latest(client_id)
        assert latest is not None
        assert (latest.id, latest.heard) == (open_id, True)
        assert [visit.id for visit in uow.visits.open()] == [open_id]
        assert uow.visits.latest(new_id()) is None


def test_a_secrets_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secret.key"
    sealed = SecretsBox.at(file).seal(SECRET, "row-1")
    assert file.stat().st_mode & 0o777 == 0o600
    assert SecretsBox.at(file).unseal(sealed, "row-1") == SECRET
    file.chmod(0o644)
    with pytest.raises(SecretsBoxError, match="chmod 600"):
        SecretsBox.at(file)


def test_a_secret_opens_in_its_own_row_with_its_own_key_only() -> None:
    box = SecretsBox(bytes(32))
    sealed = box.seal(SECRET, "row-1")
    with pytest.raises(SecretsBoxError):
        box.unseal(sealed, "row-2")
    with pytest.raises(SecretsBoxError):
        SecretsBox(bytes([1] * 32)).unseal(sealed, "row-1")


def _recognisable(house: House) -> list[KnownIdentity]:
    with house.store.begin() as uow:
        return list(uow.identities.recognisable())


def _merge(house: House, kept: str, duplicate: str) -> None:
    with house.store.begin() as uow:
        uow.clients.merge(kept, duplicate, house.clock.now())
        uow.commit()


def _stands(house: House, client_id: str) -> bool:
    with house.store.begin() as uow:
        return uow.consents.stands(client_id, Purpose.PRESENCE)
