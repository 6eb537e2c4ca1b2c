"""A guest list as a manager's screen and the guests' pages work with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from store_server.letter_ports import LetterState
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.programme import opened


class GuestList:
    """An open event and its manager; guests hold nothing but their links."""

    def __init__(self, boutique: Boutique, **event: Any) -> None:
        self.boutique = boutique
        self.manager = boutique.person("manager")
        self.event = opened(self.manager, **event)
        self.path = f"/events/{self.event['id']}"

    def add(self, name: str, **more: Any) -> dict[str, Any]:
        body = {"given_name": name, "email": f"{name.lower()}@guests.example"} | more
        answer = self.manager.post(f"{self.path}/guests", body)
        assert answer.status_code == 201, answer.text
        guest: dict[str, Any] = answer.json
        return guest

    def invite(self, *names: str, **more: Any) -> list[str]:
        """Their tokens."""
        guests = [self.add(name, **more) for name in names]
        answer = self.manager.post(f"{self.path}/invitations", {})
        assert answer.status_code == 200, answer.text
        return [self.token(guest["id"]) for guest in guests]

    def token(self, guest_id: str, **body: Any) -> str:
        answer = self.manager.post(f"/guests/{guest_id}/link", body)
        assert answer.status_code == 200, answer.text
        return urlsplit(answer.json["url"]).path.removeprefix("/i/")

    def read(self) -> dict[str, Any]:
        found: dict[str, Any] = self.manager.get(f"{self.path}/guests").json
        return found

    def standings(self) -> dict[str, str]:
        return {one["given_name"]: one["standing"] for one in self.read()["guests"]}

    def line(self, name: str) -> dict[str, Any]:
        return next(one for one in self.read()["guests"] if one["given_name"] == name)

    def accept(self, token: str, **body: Any) -> dict[str, Any]:
        answer = self.guest.put(f"/invitations/{token}/answer", {"coming": True} | body)
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json
        return shown

    def decline(self, token: str) -> dict[str, Any]:
        answer = self.guest.put(f"/invitations/{token}/answer", {"coming": False})
        assert answer.status_code == 200, answer.text
        shown: dict[str, Any] = answer.json
        return shown

    @property
    def guest(self) -> Browser:
        """A phone that nobody here knows."""
        return self.boutique.browser()

    def letters(self) -> list[tuple[str, str]]:
        """What was written, in order: kind and whom to."""
        with self.boutique.storage.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT letters.kind, guests.given_name FROM letters"
                " JOIN guests ON guests.id = letters.guest_id ORDER BY letters.id"
            )
            return [(row[0], row[1]) for row in rows]


def answers(boutique: Boutique) -> dict[str, Any]:
    """An answer of each operation of the guest lists, by its name."""
    soiree = GuestList(boutique)
    manager, path = soiree.manager, soiree.path
    me = boutique.me(manager)
    client_id = boutique.client("Oona", email="ana@clients.example")
    made = manager.post(f"{path}/guests", {"given_name": "Noor", "email": "noor@guests.example"})
    guest = f"/guests/{made.json['id']}"
    found = {
        "add_guest": made,
        "add_clients": manager.post(f"{path}/guests/clients", {"client_ids": [client_id]}),
        "import_guests": manager.ask(
            "POST", f"{path}/guests/file", data=b"nom\nDurand\n", content_type="text/csv"
        ),
        "find_candidates": manager.get(f"{path}/candidates?tier=client,vip"),
        "allocate_guests": manager.put(f"{path}/allocations/{me}", {"guests": 3}),
        "propose_guest": manager.post(f"{path}/proposals", {"given_name": "Lina"}),
        "invite_guests": manager.post(f"{path}/invitations", {}),
        "read_guest": manager.get(guest),
        "amend_guest": manager.patch(guest, {"note": "by the window"}),
        "answer_for_guest": manager.post(f"{guest}/answer", {"coming": True}),
        "show_link": manager.post(f"{guest}/link", {}),
        "list_my_guests": manager.get("/my-guests"),
        "rule_on_guest": manager.post(f"{guest}/ruling", {"ruling": "withdraw"}),
        "read_guest_list": manager.get(f"{path}/guests"),
    }
    return found | _by_the_guest(soiree)


def _by_the_guest(soiree: GuestList) -> dict[str, Any]:
    (token,) = soiree.invite("Mia")
    guest, page = soiree.guest, f"/invitations/{token}"
    return {
        "read_invitation": guest.get(page),
        "answer_invitation": guest.put(f"{page}/answer", {"coming": True}),
        "tell_needs": guest.put(f"{page}/needs", {"allergies": "nuts"}),
        "list_needs": soiree.manager.get(f"{soiree.path}/needs"),
        "read_needs": soiree.manager.get(f"/guests/{soiree.line('Mia')['id']}/needs"),
        "agree_as_guest": guest.put(f"{page}/consents/photos", {}),
        "take_back_as_guest": guest.delete(f"{page}/consents/photos"),
    } | _papers(soiree)


def _papers(soiree: GuestList) -> dict[str, Any]:
    """Of Mia, who has confirmed."""
    mia = f"/guests/{soiree.line('Mia')['id']}"
    reissued = soiree.manager.post(f"{mia}/pass")
    listed = soiree.manager.get(f"{mia}/letters")
    with soiree.boutique.storage.store.begin() as uow:
        letter = uow.letters.get(listed.json[-1]["id"])
        uow.letters.save(replace(letter, state=LetterState.SENT))
        uow.commit()
    return {
        "reissue_pass": reissued,
        "list_letters": listed,
        "send_letter_again": soiree.manager.post(f"/letters/{letter.id}/again"),
    }
