"""Why a step failed, in one sentence that says what to do, read from what the tool printed."""

from __future__ import annotations

import errno
from dataclasses import dataclass, field

SAME_COMMAND = "then run the same command again; what is already prepared is kept"


class TroubleError(Exception):
    """A step cannot go on. `str(error)` is the sentence, `tail` the tool's own last lines."""

    def __init__(self, sentence: str, tail: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.tail = tail


@dataclass(frozen=True)
class Cause:
    """One reason for failure: the words that betray it, in lower case, and what to do."""

    sentence: str
    words: tuple[str, ...]
    statuses: tuple[int, ...] = field(default=())


# The order matters: a full disk or a refused certificate often also looks like a broken network.
CAUSES = (
    Cause(
        f"The disk is full: free about 1 GB where this folder and the temporary folder are, "
        f"{SAME_COMMAND}.",
        ("no space left on device", "enospc", "disk quota exceeded"),
    ),
    Cause(
        "This machine does not trust the package index's certificate: install your company's "
        "root certificate, or point PIP_CERT, SSL_CERT_FILE and NODE_EXTRA_CA_CERTS at it, "
        f"{SAME_COMMAND}.",
        (
            "certificate verify failed",
            "unable_to_get_issuer_cert",
            "unable to get local issuer",
            "self_signed_cert",
            "self-signed certificate",
            "invalid peer certificate",
            "unknownissuer",
        ),
    ),
    Cause(
        "A package is not the one that was locked: its hash differs, so nothing of it was "
        "installed; look at the package index or mirror that this machine uses.",
        ("do not match the hashes", "hash mismatch", "eintegrity"),
    ),
    Cause(
        "The package index cannot be reached: check the network, the proxy (HTTPS_PROXY) and "
        f"the index that pip and npm are set to, {SAME_COMMAND}.",
        (
            "temporary failure in name resolution",
            "name or service not known",
            "nodename nor servname",
            "could not resolve host",
            "newconnectionerror",
            "connection refused",
            "connection reset",
            "connection timed out",
            "read timed out",
            "network is unreachable",
            "dns error",
            "error sending request",
            "failed to fetch",
            "proxyerror",
            "tunnel connection failed",
            "enotfound",
            "eai_again",
            "econnrefused",
            "econnreset",
            "etimedout",
            "err_socket_timeout",
        ),
    ),
    Cause(
        "This Python cannot make environments with pip in them: install its missing part "
        "(on Debian and Ubuntu: apt install python3-venv) or install uv, "
        f"{SAME_COMMAND}.",
        ("ensurepip", "no module named venv", "no module named pip"),
    ),
    Cause(
        "This machine has no package that fits its Python or its processor: try another "
        "Python from 3.11 on with PYTHON=/path/to/python3, or another machine.",
        (
            "no matching distribution found",
            "no solution found",
            "has no wheels with a matching",
            "ebadplatform",
        ),
    ),
    Cause(
        f"A file or folder here may not be written by you: make this folder your own, "
        f"{SAME_COMMAND}.",
        ("permission denied", "eacces", "eperm", "read-only file system", "erofs"),
    ),
    Cause(
        f"The machine ran out of memory: close something large, {SAME_COMMAND}.",
        ("out of memory", "cannot allocate memory", "heap limit"),
        statuses=(-9, 137),
    ),
)


def explain(step: str, output: str, status: int) -> str:
    """The sentence for a tool that printed `output` and ended with `status`."""
    said = output.lower()
    for cause in CAUSES:
        if status in cause.statuses or any(words in said for words in cause.words):
            return cause.sentence
    return f"“{step}” failed with status {status}: the lines above say why."


def explain_os_error(step: str, error: OSError) -> str:
    """The sentence for what the operating system itself refused us."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return explain(step, "no space left on device", 1)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return explain(step, "permission denied", 1)
    return f"“{step}” failed: {error}."
