"""A phone whose app is closed hears of a client, and nobody else learns anything."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from store_server.account_ports import UndeliveredNotice
from store_server.ports import FullError
from store_server.settings import Settings
from store_server.web import vapid
from store_server.web.webpush import COURIERS, TRIES, PushSender
from tests.store_server.web.boutique import Boutique, Browser
from tests.store_server.web.push_vendor import Phone, Vendor


@pytest.fixture
def vendor(tmp_path: Path) -> Iterator[Vendor]:
    vendor = Vendor(vapid.keep(tmp_path).public)
    vendor.start()
    yield vendor
    vendor.stop()


@pytest.fixture
def settings(settings: Settings, vendor: Vendor) -> Settings:
    return replace(settings, push_endpoints=vendor.origin)


@pytest.fixture
def phone(boutique: Boutique) -> Browser:
    return boutique.person()


def subscribe(phone: Browser, vendor: Vendor, name: str = "one") -> Phone:
    far, subscription = vendor.subscribe(name)
    assert phone.post("/push/subscriptions", subscription).status_code == 204
    return far


def time_passes(boutique: Boutique, seconds: float) -> None:
    """As the sender's thread does it, without the waiting but for the vendors."""
    look(boutique, seconds)
    while boutique.web.push.on_the_way:
        boutique.web.push.step()


def look(boutique: Boutique, seconds: float) -> None:
    push = boutique.web.push
    boutique.clock.passes(seconds)
    push._look_until_s = boutique.clock.monotonic() + 1
    push.work()


def test_a_line_that_nobody_has_read_is_pushed(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    far = subscribe(phone, vendor)
    boutique.arrives(boutique.client("Ana"))
    time_passes(boutique, 1)
    assert far.heard == []
    time_passes(boutique, 2)
    assert far.heard == [{"n": 1, "s": boutique.signal_of(boutique.me(phone))}]
    assert vendor.wrongs == []


def test_a_line_is_pushed_once(boutique: Boutique, phone: Browser, vendor: Vendor) -> None:
    far = subscribe(phone, vendor)
    boutique.arrives(boutique.client())
    for _ in range(3):
        time_passes(boutique, 3)
    assert len(far.heard) == 1


def test_a_line_that_was_read_is_not_pushed(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    subscribe(phone, vendor)
    boutique.arrives(boutique.client())
    boutique.storage.accounts.mark_delivered({boutique.me(phone): 1}, boutique.clock.now())
    time_passes(boutique, 3)
    assert vendor.asked == 0


def test_what_only_changed_is_not_pushed(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    far = subscribe(phone, vendor)
    boutique.arrives(boutique.client())
    signal_id = boutique.signal_of(boutique.me(phone))
    phone.post(f"/signals/{signal_id}/claim", {"tap_id": "t"})
    time_passes(boutique, 3)
    assert [message["n"] for message in far.heard] == [1]


def test_news_of_long_ago_is_no_news(boutique: Boutique, phone: Browser, vendor: Vendor) -> None:
    subscribe(phone, vendor)
    boutique.arrives(boutique.client())
    time_passes(boutique, 600)
    assert vendor.asked == 0


def test_a_server_killed_before_the_vendor_answers_pushes_again(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    far = subscribe(phone, vendor)
    boutique.arrives(boutique.client())
    vendor.hold("one")
    look(boutique, 3)
    with vendor.changed:
        assert vendor.changed.wait_for(lambda: vendor.asked == 1, 10)
    key = vapid.keep(boutique.settings.data_dir)
    restarted = PushSender(boutique.settings, boutique.storage.accounts, boutique.clock, key)
    killed, boutique.web.push = boutique.web.push, restarted  # what the other one knew is lost
    vendor.release()
    time_passes(boutique, 3)
    time_passes(boutique, 3)
    assert [message["n"] for message in far.heard] == [1, 1]
    assert vendor.topics == {boutique.signal_of(boutique.me(phone)).replace("-", "")}
    killed.stop()


def test_a_vendor_that_is_slow_for_one_phone_holds_up_no_other(
    boutique: Boutique, vendor: Vendor
) -> None:
    slow, quick = boutique.person(), boutique.person("associate", "Other")
    far_slow, far_quick = subscribe(slow, vendor, "slow"), subscribe(quick, vendor, "quick")
    vendor.hold("slow")
    for number in range(COURIERS + 2):
        boutique.arrives(boutique.client(f"Ana{number}", primary_associate_id=boutique.me(slow)))
    boutique.arrives(boutique.client("Zoe", primary_associate_id=boutique.me(quick)))
    look(boutique, 3)
    with vendor.changed:
        assert vendor.changed.wait_for(lambda: far_quick.heard, 10)
    assert far_slow.heard == []
    vendor.release()


def test_a_line_is_marked_once_the_vendor_has_answered(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    subscribe(phone, vendor)
    boutique.arrives(boutique.client())
    vendor.hold("one")
    look(boutique, 3)
    assert len(undelivered(boutique)) == 1
    vendor.release()
    time_passes(boutique, 0)
    assert undelivered(boutique) == []


def test_a_line_whose_mark_could_not_be_written_is_not_pushed_again(
    boutique: Boutique, phone: Browser, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = subscribe(phone, vendor)
    boutique.arrives(boutique.client())

    def full(*_line: object) -> None:
        raise FullError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(boutique.storage.accounts, "mark_pushed", full)
        look(boutique, 3)
        with pytest.raises(FullError):
            boutique.web.push.step()
    time_passes(boutique, 1)
    assert len(far.heard) == 1
    assert undelivered(boutique) == []


def undelivered(boutique: Boutique) -> Sequence[UndeliveredNotice]:
    return boutique.storage.accounts.undelivered(boutique.clock.now())


def test_each_phone_of_an_associate_is_reached(boutique: Boutique, vendor: Vendor) -> None:
    associate_id = boutique.associate()
    far = [subscribe(boutique.signed_in(associate_id), vendor, name) for name in ("one", "two")]
    boutique.arrives(boutique.client())
    time_passes(boutique, 3)
    assert [len(one.heard) for one in far] == [1, 1]


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_subscription_is_removed(
    boutique: Boutique, phone: Browser, vendor: Vendor, status: int
) -> None:
    subscribe(phone, vendor)
    vendor.answers = [status]
    boutique.arrives(boutique.client())
    time_passes(boutique, 3)
    assert boutique.storage.accounts.subscriptions_of(boutique.me(phone)) == []
    assert vendor.asked == 1


def test_a_vendor_that_stumbles_is_tried_again_later_and_later(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    far = subscribe(phone, vendor)
    vendor.answers = [503, 429]
    boutique.arrives(boutique.client())
    time_passes(boutique, 2.5)
    assert vendor.asked == 1
    time_passes(boutique, 1)
    assert vendor.asked == 1
    time_passes(boutique, 1.5)
    assert vendor.asked == 2
    time_passes(boutique, 5)
    assert len(far.heard) == 1


def test_a_vendor_that_stays_down_is_given_up(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    subscribe(phone, vendor)
    vendor.answers = [500] * 50
    boutique.arrives(boutique.client())
    for _ in range(12):
        time_passes(boutique, 8)
    assert vendor.asked == TRIES
    (kept,) = boutique.storage.accounts.subscriptions_of(boutique.me(phone))
    assert kept.failed_at is not None


def test_a_vendor_that_cannot_be_reached_stops_nothing(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    subscribe(phone, vendor)
    vendor.stop()
    boutique.arrives(boutique.client())
    time_passes(boutique, 3)
    assert len(boutique.web.push.waiting) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evil.example/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://127.0.0.1/x",
        "http://127.0.0.1:1883/x",
        "https://[::1]/x",
    ],
)
def test_only_known_push_services_are_spoken_to(
    boutique: Boutique, phone: Browser, endpoint: str
) -> None:
    refused = phone.post("/push/subscriptions", Phone().subscription(endpoint))
    assert refused.status_code == 422
    assert refused.json["field"] == "endpoint"


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://db5p.notify.windows.com/w/?token=abc",
    ],
)
def test_the_known_push_services_are(boutique: Boutique, phone: Browser, endpoint: str) -> None:
    kept = phone.post("/push/subscriptions", Phone().subscription(endpoint))
    assert kept.status_code == 204


def test_nobody_unsubscribes_a_colleagues_phone(
    boutique: Boutique, phone: Browser, vendor: Vendor
) -> None:
    _far, subscription = vendor.subscribe("one")
    phone.post("/push/subscriptions", subscription)
    other = boutique.person("associate", "Other")
    other.delete("/push/subscriptions", subscription)
    accounts = boutique.storage.accounts
    assert len(accounts.subscriptions_of(boutique.me(phone))) == 1
    phone.delete("/push/subscriptions", subscription)
    assert accounts.subscriptions_of(boutique.me(phone)) == []


def test_the_test_goes_through_the_real_thread(boutique: Boutique, vendor: Vendor) -> None:
    phone = boutique.person()
    far = subscribe(phone, vendor)
    boutique.web.push.start()
    assert phone.post("/push/test").json == {"phones": 1}
    with vendor.changed:
        assert vendor.changed.wait_for(lambda: far.heard, 10)
    assert far.heard == [{"n": 0, "s": "test"}]


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert vapid.keep(folder).public == vapid.keep(folder).public
    assert stat.S_IMODE((folder / "vapid.pem").stat().st_mode) == 0o600


def test_the_phone_is_told_the_key(boutique: Boutique, phone: Browser, vendor: Vendor) -> None:
    assert phone.get("/auth/me").json["push_key"] == vendor.public_key
