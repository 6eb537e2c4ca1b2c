"""What the server listens on, and what it must reach."""

from __future__ import annotations

from dataclasses import replace

from store_server.commands.checks.finding import Finding, Site
from store_server.demo import ports
from store_server.mail.transport import MailError, SmtpTransport

PATIENCE_S = 5.0
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def port(site: Site) -> Finding:
    host, number = site.settings.host, site.settings.port
    name = "port"
    if ports.is_free(host, number):
        return Finding(name, "ok", f"{number} is free")
    if ports.is_accueil(host, number):
        return Finding(name, "ok", f"{number} is answered by Accueil")
    return Finding(
        name,
        "fail",
        f"{number} is another program's",
        "The server cannot listen there.",
        f"Stop the other program, or set ACCUEIL_PORT={ports.next_free(host, number)}.",
    )


def server(site: Site) -> Finding:
    if ports.is_accueil(site.settings.host, site.settings.port):
        return Finding("server", "ok", f"runs, {site.settings.url}")
    return Finding(
        "server", "warn", "does not run", "Nobody is signalled.", "accueil serve (or accueil demo)"
    )


def broker(site: Site) -> Finding:
    settings = site.settings
    where = f"{settings.mqtt_host}:{settings.mqtt_port}"
    if ports.listens(settings.mqtt_host, settings.mqtt_port):
        return Finding("broker", "ok", f"{where} answers")
    if settings.mqtt_embedded:
        return Finding("broker", "ok", f"embedded, on {where} while the server runs")
    named = any(name.startswith("ACCUEIL_MQTT_") for name in site.environment)
    return Finding(
        "broker",
        "fail" if named else "warn",
        f"nothing answers on {where}",
        "No device can be heard." if named else "`accueil serve` then uses one of its own.",
        "Start Mosquitto, or set ACCUEIL_MQTT_HOST and ACCUEIL_MQTT_PORT to the broker you have.",
    )


def broker_kind(site: Site) -> Finding:
    if not site.settings.mqtt_embedded:
        return Finding("broker kind", "ok", "a broker of its own")
    return Finding(
        "broker kind",
        "warn",
        "embedded in the server",
        "It keeps nothing over a restart and knows no accounts.",
        "In a boutique, run Mosquitto and unset ACCUEIL_MQTT_EMBEDDED.",
    )


def broker_account(site: Site) -> Finding:
    settings = site.settings
    local = settings.mqtt_host in ("127.0.0.1", "localhost", "::1")
    if settings.mqtt_username and not settings.mqtt_password:
        return Finding(
            "broker account",
            "fail",
            f"{settings.mqtt_username}, without a password",
            "The broker would refuse it.",
            "Set ACCUEIL_MQTT_PASSWORD_FILE to a file that holds the password.",
        )
    if settings.mqtt_username or local:
        return Finding("broker account", "ok", settings.mqtt_username or "none, on this machine")
    return Finding(
        "broker account",
        "warn",
        f"none, on {settings.mqtt_host}",
        "Whoever reaches the broker can speak as any device.",
        "Give the server an account, and set ACCUEIL_MQTT_USERNAME and _PASSWORD_FILE.",
    )


def mail(site: Site) -> Finding:
    smtp, name = site.settings.smtp, "mail"
    if not smtp.ready:
        return Finding(
            name,
            "warn",
            "no mail server is named",
            "Invitations and passes are written, and wait.",
            "Set ACCUEIL_SMTP_HOST and ACCUEIL_SMTP_SENDER.",
        )
    try:
        SmtpTransport(replace(smtp, timeout_s=min(smtp.timeout_s, PATIENCE_S))).check()
    except MailError as error:
        return Finding(
            name,
            "fail",
            f"{smtp.host}:{smtp.port}: {error}",
            "Invitations and passes wait until it answers.",
            "Look at ACCUEIL_SMTP_HOST, _PORT, _SECURITY, _USERNAME and _PASSWORD.",
        )
    if smtp.security == "none" and smtp.host not in LOCAL:
        return Finding(
            name,
            "warn",
            f"{smtp.host} is spoken to without encryption",
            "Whoever is on the way reads guests' names and passes.",
            "Set ACCUEIL_SMTP_SECURITY=starttls (port 587) or tls (port 465).",
        )
    return Finding(name, "ok", f"{smtp.host}:{smtp.port} takes our letters")
