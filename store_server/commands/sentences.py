"""Turns an error into one sentence: what happened, why, and what to do next."""

from __future__ import annotations

import errno

import click


class CommandError(click.ClickException):
    """A command that was understood and cannot be done. The text is the whole message."""

    def show(self, file: object = None) -> None:  # noqa: ARG002 - click's signature
        click.echo(self.message, err=True)


def sentence(error: Exception) -> str:
    from store_server.ports import ConflictError, NotFoundError, StorageError
    from store_server.settings import SettingError

    match error:
        case SettingError():
            return f"A setting is wrong. {_ended(error)}"
        case NotFoundError():
            return f"Not found: {_ended(error)}"
        case ConflictError():
            return f"That cannot be done now: {_ended(error)}"
        case StorageError():
            return f"The database did not do its work: {_ended(error)} {_hope(error)}"
        case OSError():
            return from_system(error)
    if isinstance(error, _for_people()):
        return _capital(_ended(error))
    text = " ".join(str(error).split()) or "no reason given"
    return (
        f"Something in the program failed ({type(error).__name__}: {text}). "
        "Run it again with ACCUEIL_TRACE=1 to see where, and tell whoever looks after it."
    )


def _ended(error: Exception) -> str:
    """The error's text with one mark at its end."""
    text = str(error).rstrip(".")
    return text if text.endswith(("?", "!")) else f"{text}."


def _capital(text: str) -> str:
    """A capital to begin with, unless it begins with a path or a name in a file."""
    first = text.split(" ", 1)[0]
    return text if {".", "/", "_"} & set(first.rstrip(".")) else f"{text[:1].upper()}{text[1:]}"


def _for_people() -> tuple[type[Exception], ...]:
    """Errors whose text says by itself what happened and what to do. Imported only now: slow."""
    from store_server.demo.ports import NotOursError
    from store_server.embedded_broker import BrokerError
    from store_server.storage.backup.envelope import BackupError
    from store_server.storage.migrate import MigrationError
    from store_server.storage.secrets_box import SecretsBoxError
    from store_server.web import PortTakenError

    return (
        BackupError,
        BrokerError,
        MigrationError,
        NotOursError,
        PortTakenError,
        SecretsBoxError,
    )


def from_system(error: OSError) -> str:
    """What the operating system refused, and to what."""
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return f"The disk is full{where}: free some space and try again."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"This user may not write or read there{where}: change its owner or mode."
        case errno.EADDRINUSE:
            return f"The port is taken{where}: another program listens on it; choose another."
    return f"The system refused it{where}: {error.strerror or error}."


def _hope(error: object) -> str:
    if getattr(error, "trying_again_may_help", False):
        return "Trying again may help; `accueil doctor` looks deeper."
    return "`accueil doctor` looks deeper."
