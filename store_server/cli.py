"""The `accueil` command: finds the command that was asked for, and turns errors into sentences."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from store_server.commands.sections import Sections
from store_server.commands.sentences import sentence

TRACE = "ACCUEIL_TRACE"
INTERRUPTED = 130

EPILOG = """\
\b
Examples:
  accueil demo --speed 60              a living boutique, a minute a second
  accueil serve                        the boutique's server, set by ACCUEIL_… variables
  accueil user add "Camille" -l fr     someone who can be signalled
  accueil doctor                       what is wrong, and how to mend it
  accueil decode espresense/rooms/salon <message.json

\b
Exit status:
  0  done        1  it did not work, and the last line says why
  2  the command was called wrongly       130  stopped with Ctrl-C

\b
Completion: put the line for your shell where it reads its settings.
  bash   eval "$(_ACCUEIL_COMPLETE=bash_source accueil)"
  zsh    eval "$(_ACCUEIL_COMPLETE=zsh_source accueil)"
  fish   _ACCUEIL_COMPLETE=fish_source accueil | source

ACCUEIL_TRACE=1 shows where in the program an error came from.
"""


@click.group(
    cls=Sections,
    package="store_server.commands",
    sections={
        "Run": {
            "demo": "A living boutique on this machine: server, broker, simulated shop floor.",
            "serve": "The boutique's server.",
            "simulate": "A simulated shop floor on any broker.",
            "agent": "Our own devices: gateways, scanners and cameras made of a computer.",
        },
        "Look": {
            "doctor": "What is configured, reachable or wrong, and how to mend it.",
            "decode": "What the server understands of a device's message.",
            "qr": "Codes in pictures, read and made.",
            "camera": "What our own counting sees in a video.",
            "forecast": "How wrong the traffic forecast would have been.",
            "openapi": "The API's OpenAPI document.",
        },
        "Set up": {
            "user": "The people who work in the boutique.",
            "config": "The settings file, and what holds: check it, show it.",
            "audit": "Who saw and did what to whom.",
            "device": "The gateways, scanners, cameras and screens of the boutique.",
            "apikey": "Keys with which the brand's own programs bring the catalogue.",
            "keys": "The keys that sign passes of private events.",
            "privacy": "What is held of people: told, erased, forgotten in time.",
            "ledger": "What was sold, and the proof that nobody changed it.",
            "backup": "All that the boutique knows, in one sealed file.",
            "restore": "Put a backup into an empty place.",
            "rebuild": "Add up all that was counted, seen and sold once more.",
        },
    },
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--config",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="The settings file, in TOML; else the one that ACCUEIL_CONFIG names, if any.",
)
@click.version_option(
    None, "-V", "--version", package_name="accueil", message="%(package)s %(version)s"
)
def accueil(config: str | None) -> None:
    """A known client walks in, and the right associate knows."""


def main(arguments: Sequence[str] | None = None) -> None:
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and answer its exit status."""
    try:
        answer = accueil.main(
            args=None if arguments is None else list(arguments),
            prog_name="accueil",
            standalone_mode=False,
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough; Python must not complain about it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # nobody at a command line is shown a traceback unasked
        if os.environ.get(TRACE):
            raise
        click.echo(sentence(error), err=True)
        return 1
    return answer if isinstance(answer, int) else 0


if __name__ == "__main__":
    main()
