"""A Mosquitto that takes certificates, set up by what `ansible/roles/broker` writes and runs."""

from __future__ import annotations

import json
import os
import shutil

from jinja2 import Environment

from store_server.passwords import hash_password
from tests.ansible.programs import ROLES, load
from tests.papers import write_certificate
from tests.services import Mosquitto, free_port
from tests.waiting import wait_for

ROLE = ROLES / "broker"
HOUSE = "house"


class CertifiedBroker:
    """`port` is the server's, `password_port` and `certificate_port` the devices', over TLS."""

    def __init__(self) -> None:
        self.certificate_port = free_port()
        self.service = Mosquitto()
        self._running = False
        self.port, folder = self.service.port, self.service.folder
        self.folder = folder
        folder.chmod(0o755)
        write_certificate(folder)
        self.trusted = folder / "certificate.pem"
        self.accounts = folder / "word" / "accounts.json"
        self.accounts.parent.mkdir()
        (folder / "listeners").mkdir()
        house = {"username": HOUSE, "password_hash": hash_password("house-secret")}
        (folder / "house.json").write_text(
            json.dumps([{**house, "publish": ["#"], "subscribe": ["#"]}])
        )
        self._program = load(ROLE / "files" / "accueil-broker-accounts")
        self._program.FOLDER = folder
        (folder / "certificates.conf").write_text(self._listener())
        (folder / "mosquitto.conf").write_text(
            f"listener {self.port} 127.0.0.1\nallow_anonymous false\npersistence true\n"
            f"persistence_location {folder}{os.sep}\nautosave_on_changes true\n"
            f"autosave_interval 1\npassword_file {folder / 'passwords'}\n"
            f"acl_file {folder / 'acl'}\nuse_username_as_clientid true\n"
            f"include_dir {folder / 'listeners'}\nlog_type all\n"
        )

    def hears_of_accounts(self) -> None:
        """What the units do when the server has left word."""
        before = self._papers()
        assert self._program.main([str(self.folder / "house.json"), str(self.accounts)]) == 0
        owner = self.folder.stat()
        for path in self.folder.rglob("*"):
            if path != self.accounts:
                shutil.chown(path, owner.st_uid, owner.st_gid)
        if self._papers() == before and self._running:
            self.service.reload()
            return
        self.service.stop()
        listened = self._house_listened()
        self.service.start()
        if self._running:  # else there is no house yet
            wait_for(lambda: self._house_listened() > listened, "the house did not come back")
        self._running = True

    def _house_listened(self) -> int:
        """How often it has subscribed: what is said before it does so again is said to nobody."""
        return self.service.log.count(f"Sending SUBACK to {HOUSE}")

    def _papers(self) -> tuple[bytes, ...]:
        found = (self.folder / "devices-ca.pem", self.folder / "devices-void.pem")
        return tuple(path.read_bytes() for path in found if path.exists())

    def _listener(self) -> str:
        template = (ROLE / "templates" / "certificates.conf.j2").read_text()
        text = Environment(autoescape=False).from_string(template)  # noqa: S701 - no page
        return text.render(
            ansible_managed="",
            broker_certificate_port=self.certificate_port,
            broker_address="127.0.0.1",
            broker_certificate=self.trusted,
            broker_key=self.folder / "key.pem",
            broker_connections=50,
        ).replace("/etc/mosquitto/accueil", str(self.folder))
