"""Who subscribes while a message is handed out costs nobody that message."""

from __future__ import annotations

from store_server.embedded_broker.doors import Subscriptions


def test_they_may_change_while_somebody_goes_through_them() -> None:
    subscriptions = Subscriptions({"home/#": [], "axis/#": []})
    met = []
    for topic, sessions in subscriptions.items():
        met.append((topic, sessions))
        subscriptions[f"{topic}/new"] = []
        subscriptions.pop("axis/#", None)
    assert met == [("home/#", []), ("axis/#", [])]
    assert "axis/#" not in subscriptions
    assert "home/#/new" in subscriptions
