"""A till in a process of its own, which is killed at one of the three points around a call.

python -m tests.store_server.payments.dies DATABASE FOLDER authorise|capture|refund POINT
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from store_server.provider_calls import ask_provider
from tests.store_server.payments.till import Means, Till


def main() -> None:
    database, folder, doing, point = sys.argv[1:]
    till = Till(database, Path(folder)).open()
    basket = till.locked(till.article("Bag", "100.00", stock=1))
    print(basket, flush=True)
    till.begin(till.share(basket), Means.READER)
    if doing == "refund":
        till.calls.run()
        till.refund(basket, "30.00")
    while till.calls.waiting[0].doing != doing:
        till.calls.run_one()
    match point:
        case "during":  # it is done at the provider, and nobody has heard of it
            ask_provider(till.bank, till.calls.waiting[0])
        case "after":
            till.calls.run_one()
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
