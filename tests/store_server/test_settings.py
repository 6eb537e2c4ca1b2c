"""Settings are read from the environment, each part under its own prefix."""

from __future__ import annotations

import pytest

from store_server.commands.checks import configuration as checks
from store_server.commands.checks.finding import Site
from store_server.settings import SettingError, Settings


def test_each_part_has_names_of_its_own() -> None:
    settings = Settings.read(
        {
            "ACCUEIL_BOUTIQUE": "lyon-1",
            "ACCUEIL_PRESENCE_HERE_SIGHTINGS": "4",
            "ACCUEIL_SIGNALS_UNANSWERED_S": "30",
            "ACCUEIL_DEVICES_BATTERY_LOW_PCT": "20",
            "ACCUEIL_COUNTS_MOST_A_MINUTE": "60",
        }
    )
    assert settings.boutique == "lyon-1"
    assert settings.presence.here_sightings == 4
    assert settings.signals.unanswered_s == 30
    assert settings.devices.battery_low_pct == 20
    assert settings.counts.most_a_minute == 60


def test_a_setting_whose_own_name_ends_in_file_is_no_secret_file() -> None:
    settings = Settings.read({"ACCUEIL_MQTT_ACCOUNTS_FILE": "/var/lib/broker/accounts.json"})
    assert settings.mqtt_accounts_file == "/var/lib/broker/accounts.json"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ACCUEIL_COUNTS_MOST_A_MINUTE", "many", "a number"),
        ("ACCUEIL_TIME_ZONE", "Mars/Olympus", "no time zone"),
        ("ACCUEIL_OPENING_HOURS", "mo-sa 10-19", "write it as"),
    ],
)
def test_what_is_wrong_is_named(name: str, value: str, words: str) -> None:
    with pytest.raises(SettingError, match=words) as wrong:
        Settings.read({name: value})
    assert name in str(wrong.value)


def test_a_misspelt_variable_is_refused_and_the_nearest_is_named() -> None:
    with pytest.raises(SettingError, match="did you mean ACCUEIL_MANAGERS_STRONG") as wrong:
        Settings.read({"ACCUEIL_MANAGER_STRONG": "yes"})
    assert "ACCUEIL_MANAGER_STRONG is no setting of ours" in str(wrong.value)
    with pytest.raises(SettingError, match="config show"):
        Settings.read({"ACCUEIL_MOON_PHASE": "full"})
    with pytest.raises(SettingError, match=r"did you mean ACCUEIL_SMTP_PASSWORD\?"):
        Settings.read({"ACCUEIL_SMTP_PASWORD_FILE": "/run/secret"})


def test_variables_of_the_program_and_of_agents_are_no_settings_and_refuse_nothing() -> None:
    others = ("TRACE", "CONFIG", "AGENT_PASSWORD", "RELEASE", "SETTINGS_OF")
    environment = {f"ACCUEIL_{name}": "x" for name in others}
    assert Settings.read(environment) == Settings()


def test_a_variable_of_the_release_that_was_rolled_back_is_said_aloud_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    environment = {"ACCUEIL_BOUTIQUE": "lyon-1", "ACCUEIL_MOON_PHASE": "full"}
    environment |= {"ACCUEIL_RELEASE": "1.0-a", "ACCUEIL_SETTINGS_OF": "1.1-b"}
    with pytest.raises(SettingError):
        Settings.read(environment | {"ACCUEIL_RELEASE": "1.1-b"})
    assert Settings.read(environment).boutique == "lyon-1"
    assert "ACCUEIL_MOON_PHASE is no setting of ours" in caplog.text
    found = checks.settings(Site(Settings(), environment))
    assert found.state == "warn"
    assert "ACCUEIL_MOON_PHASE" in found.what
    assert checks.settings(Site(Settings(), {"ACCUEIL_BOUTIQUE": "lyon-1"})).state == "ok"


@pytest.mark.parametrize(
    ("variable", "value"), [("ACCUEIL_SMTP_SECURITY", "ssl"), ("ACCUEIL_SMTP_HOST", "mail.example")]
)
def test_a_mail_server_needs_an_address_of_ours_and_a_way_of_hiding_it(
    variable: str, value: str
) -> None:
    with pytest.raises(SettingError, match="ACCUEIL_SMTP_S"):
        Settings.read({variable: value})


def test_an_account_that_is_an_address_is_what_guests_see() -> None:
    read = Settings.read({"ACCUEIL_SMTP_HOST": "m", "ACCUEIL_SMTP_USERNAME": "events@m.example"})
    assert read.smtp.from_address == "events@m.example"
    assert read.smtp.ready
