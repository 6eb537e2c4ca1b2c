"""A client who left a mark in every corner of the house, and the search for what is left of it."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from sqlalchemy import inspect, text

from events.guest import Standing
from events.guest_consent import GuestPurpose
from payments.article import Article, VatRate
from payments.money import Money
from payments.providers.port import Means
from payments.register import Delivery, Slot
from store_server import aftermath_messages as afterwards
from store_server import guest_messages as guest_ask
from store_server import messages as ask
from store_server import payment_messages as pay
from store_server.clock import new_id
from store_server.domain.consent import Purpose
from store_server.domain.signal import Outcome
from store_server.handlers import letters
from store_server.handlers.desk import Desk
from store_server.storage import Storage
from store_server.storage.engine import reading
from store_server.views import AppointmentView, PromiseView, PurchaseView
from tests.store_server.doors.evening import Evening

NAME, FAMILY = "Quetzalcoatline", "Vandersprinkel"
MAIL, PHONE = "quetz@vandersprinkel.example", "+33 6 98 76 54 31"
BEACON = "f7826da6-4fa2-4e98-8024-bc5b71e0893e/4711/815"
PHOTO = b"\xff\xd8 Fotokanarienvogel"
BORN = date(1931, 3, 17)
MARKS = {
    "given name": NAME,
    "family name": FAMILY,
    "mail": MAIL,
    "phone": PHONE,
    "digits": "98765431",
    "beacon": BEACON,
    "pass": "KanarienPass",
    "label": "Kanarienanhaenger",
    "spoken": "kwetzal",
    "taste": "Kanariengelb",
    "size": "Kanariengroesse",
    "wish": "Kanarienwunsch",
    "note": "Kanariennotiz",
    "birthday": BORN.isoformat(),
    "photo": "Fotokanarienvogel",
    "photo in base64": base64.b64encode(PHOTO)[4:-4].decode(),
    "photo in hex": PHOTO.hex(),
    "proof": "Kanarienbeweis",
    "purchase": "Kanarienkauf",
    "promise": "Kanarienversprechen",
    "appointment": "Kanarientermin",
    "outcome": "Kanarienausgang",
    "handover": "Kanarienuebergabe",
    "reason": "Kanariengrund",
    "plus-one": "Kanarienbegleitung",
    "guest note": "Kanariengastnotiz",
    "allergy": "Kanarienallergie",
    "answer": "Kanarienantwort",
    "feedback": "Kanarienlob",
    "task": "Kanarienaufgabe",
    "address": "Kanarienallee",
    "delivery note": "Kanarienhinterhof",
    "payer": "Kanarienzahler",
    "override": "Kanarienausnahme",
}
SEALED = ("allergy", "answer")  # in the tables they are unreadable already


@dataclass
class Marked:
    """One person, and everything that the house may know of one."""

    house: Evening
    client_id: str = ""
    duplicate_id: str = ""
    guest_id: str = ""
    basket_id: str = ""
    associates: list[str] = field(default_factory=list)

    def settle_in(self) -> Marked:
        self.associates = [self.house.associate(name) for name in ("Camille", "Yuki")]
        self.client_id = self._client()
        self.duplicate_id = self._duplicate()
        self._history()
        self._visit()
        self.house.client_phone(self.client_id)
        self._evening()
        self.basket_id = self._basket()
        return self

    def _client(self) -> str:
        bus = self.house.bus
        client_id: str = bus.ask(
            ask.RegisterClient(
                {
                    "given_name": NAME,
                    "family_name": FAMILY,
                    "email": MAIL,
                    "phone": PHONE,
                    "pronunciation": MARKS["spoken"],
                    "tastes": (MARKS["taste"],),
                    "sizes": {MARKS["size"]: "36"},
                    "wishes": (MARKS["wish"],),
                    "note": MARKS["note"],
                    "birthday": BORN,
                    "primary_associate_id": self.associates[0],
                }
            )
        )
        for purpose in Purpose:
            bus.ask(ask.GiveConsent(client_id, purpose, MARKS["proof"], "1"))
        bus.ask(ask.EnrolIdentity(client_id, "ibeacon", key=BEACON, label=MARKS["label"]))
        bus.ask(ask.EnrolIdentity(client_id, "pass", key=MARKS["pass"]))
        bus.ask(ask.EnrolIdentity(client_id, "eddystone_eid", secret_hex="7e" * 16))
        bus.ask(ask.KeepPhoto(client_id, PHOTO, "image/jpeg"))
        return client_id

    def _duplicate(self) -> str:
        """Entered twice and made one: the line that was merged has their name as well."""
        bus = self.house.bus
        fields = {"given_name": NAME, "family_name": FAMILY, "email": MAIL, "phone": PHONE}
        duplicate_id: str = bus.ask(ask.RegisterClient(fields))
        bus.ask(ask.MergeClients(self.client_id, duplicate_id))
        return duplicate_id

    def _history(self) -> None:
        now = self.house.clock.now()
        bought = PurchaseView(now.date(), MARKS["purchase"], 1000, "EUR", "Paris")
        with self.house.storage.store.begin() as uow:
            uow.history.add_purchase(self.client_id, bought)
            uow.history.add_promise(
                self.client_id, PromiseView(MARKS["promise"], None, by="Camille")
            )
            uow.history.add_appointment(
                self.client_id, AppointmentView(now + timedelta(days=1), MARKS["appointment"], "")
            )
            uow.commit()

    def _visit(self) -> None:
        bus, (camille, yuki) = self.house.bus, self.associates
        self.house.arrives(self.client_id)
        signal = self.house.signal_of(camille)
        bus.ask(ask.DeclineSignal(signal, camille, reason=MARKS["reason"]))
        bus.ask(ask.ClaimSignal(signal, camille, "tap-1"))
        bus.ask(ask.HandOverSignal(signal, camille, yuki, MARKS["handover"]))
        bus.ask(ask.ClaimSignal(signal, yuki, "tap-2"))
        bus.ask(ask.WelcomeClient(signal, yuki))
        bus.ask(ask.FinishSignal(signal, yuki, Outcome.SOLD, MARKS["outcome"]))

    def _evening(self) -> None:
        bus, evening = self.house.bus, self.house
        guest = evening.guest(
            NAME,
            family_name=FAMILY,
            client_id=self.client_id,
            email=MAIL,
            phone=PHONE,
            companions=(MARKS["plus-one"],),
            plus_ones=1,
            note=MARKS["guest note"],
            host_id=self.associates[0],
            link="a link of theirs",
        )
        self.guest_id = guest.id
        proof = MARKS["proof"]
        bus.ask(guest_ask.KeepNeeds(guest.id, MARKS["allergy"], proof=proof))
        bus.ask(guest_ask.GiveGuestConsent(guest.id, GuestPurpose.PHOTOS, "1", proof))
        code, camille = evening.pass_of(guest), self.associates[0]
        evening.show(code)
        more = {"plus_one": True, "plus_one_name": MARKS["plus-one"]}
        evening.show(guest_id=guest.id, by_id=camille, **more)
        evening.post_showing(code=code, plus_one=True, override_reason=MARKS["override"])
        desk = Desk(evening.storage.store, evening.clock, lambda _event: None)
        with desk.work() as work:
            work.uow.links.token(guest.id)
            answers = {"allergies": MARKS["answer"]}
            work.uow.admissions.answer(guest.id, answers, "house", work.at)
            letters.write(work, letters.LetterKind.CONFIRMED, guest, evening.event)
        bus.ask(afterwards.TellFeedback(guest.id, 5, MARKS["feedback"]))
        bus.ask(afterwards.AddTask(guest.id, MARKS["task"], by_id=camille))

    def _basket(self) -> str:
        """Shared by two, paid, and brought home an hour ago; the event goes on."""
        bus, house = self.house.bus, self.house
        bus.ask(pay.SaveVatRate(VatRate("standard", date(2020, 1, 1), Fraction("20"))))
        price = Money.parse("100.00", "EUR")
        article: str = bus.ask(
            pay.SaveArticle(
                Article("", sku="S1", name="Scarf", vat="standard", prices=(price,), stock=9)
            )
        )
        slot = new_id()
        starts = house.clock.now() + timedelta(hours=1)
        bus.ask(pay.SaveSlots((Slot(slot, starts, 3),)))
        basket_id: str = bus.ask(
            pay.OpenBasket("EUR", "token", client_id=self.client_id, associate_id="camille")
        )
        bus.ask(pay.AddLine(basket_id, article))
        (hour,) = house.storage.payment_queries.slots(starts, starts + timedelta(hours=1))
        home = Delivery(
            basket_id,
            hour.id,
            f"{NAME} {FAMILY}",
            MARKS["address"],
            PHONE,
            note=MARKS["delivery note"],
        )
        bus.ask(pay.ChooseDelivery(home))
        bus.ask(pay.LockBasket(basket_id))
        payers = (pay.Payer(MARKS["payer"]), pay.Payer(NAME))
        for share in bus.ask(pay.SplitBill(basket_id, "equal", payers)):
            bus.ask(pay.PayShare(share, Means.READER))
            house.calls.run()
        with house.storage.store.begin() as uow:
            assert uow.baskets.get(basket_id).state == "paid"
        house.clock.passes(timedelta(hours=2).total_seconds())
        return basket_id


def a_stranger_to_the_book(house: Evening) -> str:
    """A guest who is nobody's client, with all that a guest may leave."""
    guest = house.guest(
        NAME,
        family_name=FAMILY,
        email=MAIL,
        phone=PHONE,
        note=MARKS["guest note"],
        companions=(MARKS["plus-one"],),
        plus_ones=1,
        standing=Standing.CONFIRMED,
    )
    house.bus.ask(guest_ask.KeepNeeds(guest.id, MARKS["allergy"], proof=MARKS["proof"]))
    house.show(house.pass_of(guest))
    house.bus.ask(afterwards.TellFeedback(guest.id, 2, MARKS["feedback"]))
    return guest.id


def tables(storage: Storage) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of every table there is, also of one that no code knows of."""
    with reading(storage.engine) as connection:
        for name in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608
                yield name, dict(row._mapping)


def told(value: Any) -> str:
    """A value in every spelling in which a mark may hide."""
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        return raw.decode("latin-1") + raw.hex()
    return str(value)


def found_in(what: str) -> list[str]:
    return [name for name, mark in MARKS.items() if mark.casefold() in what.casefold()]


def found_in_tables(storage: Storage) -> dict[str, set[str]]:
    """The marks that are left, and in which columns."""
    left: dict[str, set[str]] = {}
    for name, row in tables(storage):
        for column, value in row.items():
            for mark in found_in(told(value)):
                left.setdefault(mark, set()).add(f"{name}.{column}")
    return left
