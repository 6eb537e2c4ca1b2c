"""Who tries links and codes that open nothing, in figures: the operator sees a hunt for them."""

from __future__ import annotations

from collections.abc import Sequence

from store_server.web.house import House
from store_server.web.probes import Figure

_WRONG = "accueil_wrong_guesses_total"
_AWAY = "accueil_guesses_turned_away_total"


def guesses(house: House) -> Sequence[Figure]:
    """By what was guessed at: guests' links, passes and cards, codes of adoption."""
    hunted = (
        ("link", house.link_failures),
        ("pass", house.pass_failures),
        ("adoption", house.adoption_failures),
    )
    wrong = "Links and codes that opened nothing."
    away = "Asked after too many wrong ones, and not answered."
    return (
        *(Figure(_WRONG, "counter", wrong, one.noted, ("kind", kind)) for kind, one in hunted),
        *(Figure(_AWAY, "counter", away, one.turned_away, ("kind", kind)) for kind, one in hunted),
    )
