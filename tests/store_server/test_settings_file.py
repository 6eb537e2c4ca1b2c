"""The settings file: its mistakes by their lines, and what holds over it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from store_server.cli import accueil, run
from store_server.commands.boutique import CONFIG
from store_server.settings import SettingError, Settings, kinds, secrets, variables
from store_server.settings_file import read_file

RIGHT = """\
# A boutique
boutique = "lyon-1"
port = 9000
home_assistant = true

[presence]
here_level_dbm = -70      # a whole number is a number
away_floor_s = 90.5

[smtp]
host = "mail.example"
username = "events@example.com"
password_file = "{secret}"

[stripe]
secret_key = "sk_live_nobody_reads_this"
"""


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in list(os.environ):
        if name.startswith("ACCUEIL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "secret").write_text("quiet-words\n")
    path = tmp_path / "boutique.toml"
    path.write_text(RIGHT.format(secret=tmp_path / "secret"), encoding="utf-8")
    return path


def mistakes(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    return [(one.line, one.words) for one in read_file(path).mistakes]


def call(*words: str) -> Result:
    return CliRunner().invoke(accueil, list(words), catch_exceptions=False)


def test_a_file_without_mistakes_sets_what_it_says(file: Path) -> None:
    read = read_file(file)
    assert read.mistakes == ()
    made = Settings.read(read.with_environment({}))
    assert (made.boutique, made.port, made.home_assistant) == ("lyon-1", 9000, True)
    assert (made.presence.here_level_dbm, made.presence.away_floor_s) == (-70.0, 90.5)
    assert (made.smtp.host, made.smtp.password) == ("mail.example", "quiet-words")


def test_every_value_that_cannot_be_is_told_at_once(tmp_path: Path) -> None:
    told = mistakes(
        tmp_path,
        """\
boutique = "paris 1"
language = "klingon"
public_url = "not a url"
holidays = "ZZZ"
port = 99999
time_zone = "Europe/Pari"
sockets_at_most = 0
color = "green"
[smtp]
port = 99999
[payments]
provider = "bank"
currency = "FRF"
rounding = "up"
[presence]
here_level_dbm = 75
here_span_s = -1
[signals]
quiet_from = "25:00"
[devices]
battery_low_pct = 150
""",
    )
    assert [line for line, _ in told] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13, 14, 16, 17, 19, 21]


def test_a_country_whose_holidays_nobody_knows_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('port = 9000\nholidays = "ZZ"\n', encoding="utf-8")
    assert run(["config", "check", str(path)]) == 1
    assert f"{path}:2: holidays: 'ZZ' is no place" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n\nbotique = 'x'", 3, "botique is no setting of ours; did you mean boutique?"),
        ("[smtp]\nhost = 'm'\npasword = 'x'", 3, "did you mean smtp.password?"),
        ("unanswered_s = 3", 1, "did you mean signals.unanswered_s?"),
        ("[moon]\nphase = 1", 1, "moon is no setting of ours"),
        ("smtp = 'mail.example'", 1, "write [smtp]"),
        ("\nport = '8080'", 2, "port is a whole number"),
        ("port = 80.5", 1, "port is a whole number"),
        ("port = true", 1, "port is a whole number"),
        ("mqtt_embedded = 'yes'", 1, "mqtt_embedded is true or false"),
        ("brand_name = 7", 1, "brand_name is text, in quotes"),
        ("[presence]\naway_floor_s = 'long'", 2, "presence.away_floor_s is a number"),
        ("data_dir = ['a']", 1, "data_dir is a path, in quotes"),
        ("brand_name = '''\nport = 'x'\n'''\n\nport = 'x'", 5, "port is a whole number"),
        ("\ntime_zone = 'Mars/Olympus'", 2, "time_zone: 'Mars/Olympus' is no time zone"),
        ("[smtp]\nhost = 'm'\nsecurity = 'ssl'", 3, "smtp.security: 'ssl' is none of"),
        ("smtp = { host = 'm', security = 'ssl' }", 1, "smtp.security: 'ssl' is none of"),
        ("smtp.security = 'ssl'", 1, "smtp.security: 'ssl' is none of"),
        ("\n[smtp]\npassword_file = '/nowhere'", 3, "smtp.password: /nowhere cannot be read"),
        ("port = 1\nport = 2", 2, "this is not TOML"),
        ("port =", 1, "this is not TOML"),
        ("brand_name = 'x\n", 1, "this is not TOML"),
    ],
)
def test_each_mistake_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    (told,) = mistakes(tmp_path, text)
    assert told[0] == line, told
    assert words in told[1]


def test_all_mistakes_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    told = mistakes(tmp_path, "port = 'x'\nbotique = 'y'\n[smtp]\nport = 2.5\n")
    assert [line for line, _ in told] == [1, 2, 4]


def test_what_is_no_text_at_all_is_a_mistake_in_its_line(tmp_path: Path) -> None:
    path = tmp_path / "binary.toml"
    path.write_bytes(b"port = 1\nbrand_name = '\xff'\n")
    (told,) = read_file(path).mistakes
    assert told.at(path) == f"{path}:2: this is not UTF-8 text"


@settings(deadline=None)
@given(st.text(alphabet="[]{}=.,\"'#\n\\ \tabsmtphost0_é", max_size=60))
def test_nothing_that_is_written_stops_the_reader(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_text(text, encoding="utf-8", newline="")
    for mistake in read_file(path).mistakes:
        assert 0 <= mistake.line <= text.count("\n") + 1


def test_the_environment_holds_over_the_file_in_either_of_its_forms(
    file: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").write_text("other-words")
    read = read_file(file)
    over = read.with_environment(
        {
            "ACCUEIL_PORT": "7",
            "ACCUEIL_SMTP_PASSWORD": "said-aloud",
            "ACCUEIL_STRIPE_SECRET_KEY_FILE": str(tmp_path / "other"),
        }
    )
    made = Settings.read(over)
    assert (made.port, made.smtp.password) == (7, "said-aloud")
    assert made.stripe.secret_key == "other-words"


def test_each_setting_has_one_name_in_the_file_and_one_as_a_variable() -> None:
    assert len(variables()) == len(kinds())
    assert variables()["ACCUEIL_SMTP_PASSWORD"] == "smtp.password"
    assert secrets() == {
        *("database_url", "mqtt_password", "smtp.password"),
        *("stripe.secret_key", "stripe.webhook_secret"),
    }


def test_check_says_every_mistake_and_ends_with_one(
    tmp_path: Path, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("port = 'x'\nbotique = 'y'\n")
    assert run(["config", "check", str(wrong)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{wrong}:1: port is a whole number",
        f"{wrong}:2: botique is no setting of ours; did you mean boutique?",
    ]
    assert run(["config", "check", str(file)]) == 0
    assert capsys.readouterr().out == f"{file} is right: 9 settings.\n"


def test_check_looks_at_what_the_environment_makes_of_it(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACCUEIL_PORT", "many")
    told = call("--config", str(file), "config", "check")
    assert "In the environment: ACCUEIL_PORT: 'many' is not a whole number" in told.stdout


def test_show_says_what_holds_and_from_where_and_no_secret(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONFIG, str(file))
    monkeypatch.setenv("ACCUEIL_BRAND_NAME", "Vauban")
    told = call("config", "show", "--json").stdout
    shown = {one["name"]: (one["value"], one["from"]) for one in map(json.loads, told.splitlines())}
    assert shown["boutique"] == ("lyon-1", "boutique.toml:2")
    assert shown["brand_name"] == ("Vauban", "ACCUEIL_BRAND_NAME")
    assert shown["language"] == ("fr", "as it comes")
    assert shown["smtp.password"] == ("•••", "boutique.toml:13")
    assert shown["stripe.secret_key"] == ("•••", "boutique.toml:16")
    for answer in (told, call("config", "show").stdout, call("doctor", "--settings").stdout):
        assert "sk_live" not in answer
        assert "quiet-words" not in answer


def test_the_commands_read_the_file_and_say_its_first_mistake_by_line(
    file: Path, tmp_path: Path
) -> None:
    from store_server.commands.boutique import read_settings

    file.write_text("port = 'x'\nbotique = 'y'\n")
    told = CliRunner().invoke(accueil, ["--config", str(file), "user", "list"])
    assert isinstance(told.exception, SettingError)
    assert f"{file}:1: port is a whole number (1 more" in str(told.exception)
    assert read_settings().port == 8080
