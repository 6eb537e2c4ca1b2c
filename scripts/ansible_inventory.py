"""The inventory of the box that the playbook is tried on: free ports, and secrets in a Vault."""

from __future__ import annotations

import json
import secrets
import socket
from contextlib import ExitStack
from pathlib import Path

from box import Box
from environment import Environment
from releases_for_tests import Builds
from steps import call

NAMES = ("ssh", "http", "https", "server", "broker", "broker_local", "certified", "metrics", "node")
SECRETS = (
    "broker_server_password",
    "backup_passphrase",
    "monitoring_password",
    "observer_password",
)
NAME = "boutique.test"
OBSERVER = {
    "username": "observer",
    "password": "{{ vault_observer_password }}",
    "publish": ["accueil/v1/#"],
    "subscribe": ["accueil/v1/#", "homeassistant/#"],
}


def free_ports() -> dict[str, int]:
    """Drawn together, so that none is drawn twice, below those that outgoing connections take."""
    drawn = secrets.SystemRandom()
    with ExitStack() as held:
        ports: dict[str, int] = {}
        while len(ports) < len(NAMES):
            probe = held.enter_context(socket.socket())
            port = drawn.randrange(10_000, 32_000)
            try:
                probe.bind(("0.0.0.0", port))  # noqa: S104 - only to see whether it is free
            except OSError:
                continue
            ports[NAMES[len(ports)]] = port
        return ports


def write(box: Box, ports: dict[str, int], builds: Builds, tools: Environment) -> tuple[Path, Path]:
    """Answers the inventory and the file with the Vault's password."""
    folder = box.folder / "inventory"
    variables = folder / "group_vars" / "all"
    variables.mkdir(parents=True)
    host = {
        "ansible_host": "127.0.0.1",
        "ansible_port": ports["ssh"],
        "ansible_user": "root",
        "ansible_ssh_private_key_file": str(box.key),
        "ansible_ssh_common_args": f"-o UserKnownHostsFile={box.known_hosts}",
    }
    groups = {group: {"hosts": {"box": None}} for group in ("edge", "agents")}
    inventory = {"all": {"hosts": {"box": host}, "children": groups}}
    (folder / "hosts.json").write_text(json.dumps(inventory, indent=1), encoding="utf-8")
    said = {
        "base_ssh_port": ports["ssh"],
        "base_firewall_loaded": False,
        "proxy_name": NAME,
        "proxy_http_port": ports["http"],
        "proxy_https_port": ports["https"],
        "edge_builds": str(builds.folder),
        "edge_release": builds.first,
        "edge_port": ports["server"],
        "edge_watchdog_s": 20,
        "edge_settings": {"ACCUEIL_OPENING_HOURS": "mo-sa 10:00-19:30", "ACCUEIL_SMTP_HOST": ""},
        "broker_port": ports["broker"],
        "broker_local_port": ports["broker_local"],
        "broker_certificate_port": ports["certified"],
        "broker_accounts": [OBSERVER],
        "monitoring_port": ports["metrics"],
        "monitoring_node_port": ports["node"],
    }
    (variables / "main.json").write_text(json.dumps(said, indent=1), encoding="utf-8")
    return folder / "hosts.json", _vault(box.folder, variables, tools)


def _vault(folder: Path, variables: Path, tools: Environment) -> Path:
    password, vault = folder / "vault.password", variables / "vault.json"
    password.write_text(secrets.token_urlsafe(24), encoding="ascii")
    password.chmod(0o600)
    drawn = {f"vault_{name}": secrets.token_urlsafe(24) for name in SECRETS}
    vault.write_text(json.dumps(drawn), encoding="ascii")
    encrypt: list[str | Path] = [
        tools.bin / "ansible-vault",
        "encrypt",
        "--vault-password-file",
        password,
        vault,
    ]
    call("ansible-vault", encrypt, folder)
    return password
