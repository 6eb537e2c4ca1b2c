"""axe-core finds nothing serious on any page, in either theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store_server.device_messages import AdoptDevice
from store_server.web import one_time
from tests.browser.boutique import Boutique, Guest
from tests.browser.screens import DESK, KIOSK, NewScreen, Screen
from tests.browser.shop import SCARF, Phone, furnish
from tests.browser.test_erase import choose_password
from tests.browser.test_passkey import signed_in_long_ago
from tests.browser.words import fr

AXE = Path(__file__).parents[2] / "kiosk_ui" / "node_modules" / "axe-core" / "axe.min.js"
# What lies behind a modal sheet cannot be tapped, however little of it the sheet leaves in sight;
# axe measures it all the same.
RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    resultTypes: ['violations'],
    elementRef: true,
  });
  const modal = (root) => [...root.querySelectorAll('*')].map((one) =>
    one.matches('dialog:modal') ? one : one.shadowRoot && modal(one.shadowRoot)).find(Boolean);
  const above = (one) => one.assignedSlot ?? one.parentNode ?? one.host;
  const within = (one, sheet) => !!one && (one === sheet || within(above(one), sheet));
  const sheet = modal(document);
  const reached = ({ element }) => !sheet || within(element, sheet);
  const violations = found.violations.map(({ id, impact, nodes }) => ({
    id, impact,
    nodes: nodes.filter((node) => id !== 'target-size' || reached(node))
      .map(({ target, failureSummary }) => ({ target, failureSummary })),
  }));
  return { violations };
}"""
SERIOUS = ("serious", "critical")


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def guest(boutique: Boutique) -> Guest:
    guest = boutique.client(
        tier="vip",
        pronunciation="ah-lee-eh-NOR",
        tastes=("cuir souple",),
        sizes=(("chaussures", "38½"),),
        wishes=("Un sac vert",),
        note="Thé sencha.",
    )
    boutique.bought(guest, "Sac Orangerie")
    return guest


@pytest.fixture
def clean(theme: str) -> Iterator[Callable[[Screen, str], None]]:
    """Look at a screen as it is now; complain of all of them together at the end."""
    faults: list[str] = []

    def look(screen: Screen, where: str) -> None:
        screen.page.evaluate("() => document.fonts.ready.then(() => undefined)")
        screen.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = screen.page.evaluate(RUN)
        faults.extend(
            f"{where}, {theme}: {one['id']}: {node['target']} {node['failureSummary']}"
            for one in found["violations"]
            if one["impact"] in SERIOUS
            for node in one["nodes"]
        )

    yield look
    assert not faults, "\n".join(faults)


Look = Callable[[Screen, str], None]


def test_the_associates_app_is_accessible(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, theme: str, clean: Look
) -> None:
    camille = boutique.associate("Camille Laurent")
    boutique.associate("Matteo Valli")
    phone = new_screen(boutique, theme=theme)
    phone.goto("/associate")
    phone.shows(fr("door.not_paired"))
    clean(phone, "not paired")
    phone.pair(boutique.code("associate", associate_id=camille).code)
    phone.page.reload()
    phone.shows(fr("door.enter_pin"))
    clean(phone, "the PIN")
    phone.type_pin()
    phone.shows(fr("empty.calm"))
    clean(phone, "nobody here")

    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    clean(phone, "the card")
    phone.button(fr("photo.of", name=guest.name)).click()
    phone.shows(fr("photo.consent"))
    clean(phone, "a photo")
    phone.page.keyboard.press("Escape")
    phone.button(fr("steps.not_now")).click()
    phone.shows(fr("not_now.remind"))
    clean(phone, "not now")
    phone.page.keyboard.press("Escape")
    phone.button(fr("steps.claim")).click()
    phone.button(fr("steps.hand_over")).click()
    phone.shows("Matteo Valli")
    clean(phone, "hand over")
    phone.page.keyboard.press("Escape")
    phone.button(fr("common.back")).click()
    clean(phone, "the list")
    phone.button(fr("nav.clients")).click()
    phone.button(fr("scan.title")).click()
    phone.shows(fr("scan.trouble.missing"))
    clean(phone, "the scanner")
    phone.page.keyboard.press("Escape")
    phone.page.get_by_role("searchbox").fill("castel")
    phone.button(guest.name).wait_for()
    clean(phone, "clients")
    phone.button(fr("nav.settings")).click()
    phone.shows(fr("settings.language"))
    clean(phone, "settings")
    phone.network(there=False)
    phone.shows(fr("offline.bar"))
    clean(phone, "offline")


def test_the_managers_screen_is_accessible(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, theme: str, clean: Look
) -> None:
    boutique.associate("Camille Laurent")
    boutique.walks_in(guest)
    manager = boutique.associate("Hélène Marchand", role="manager", on_shift=False)
    desk = new_screen(boutique, viewport=DESK, theme=theme).sign_in(manager, "/dashboard")
    desk.shows(guest.name)
    for room in ("floor", "explore", "events", "clients", "till", "team", "places"):
        desk.page.get_by_role("link", name=fr(f"rooms.{room}")).click()
        clean(desk, room)
    desk.goto("/dashboard#wall")
    desk.page.locator("accueil-wall").wait_for()
    clean(desk, "the wall")
    desk.goto(f"/dashboard#clients/{guest.id}")
    desk.shows(guest.name)
    clean(desk, "one client")
    choose_password(boutique, manager, one_time.new_secret())
    desk.button(fr("erase.open")).click()
    desk.shows(fr("erase.for_good"))
    clean(desk, "a client erased")
    desk.goto("/dashboard#team")
    signed_in_long_ago(boutique)
    desk.button(fr("access.change")).click()
    desk.shows(fr("proof.say"))
    clean(desk, "a proof asked for")
    desk.goto("/dashboard#audit")
    desk.page.locator("accueil-audit ol.lines > li").first.wait_for()
    clean(desk, "the audit")
    boutique.bus.ask(AdoptDevice("eye", name="Entrée", kind="camera", dialect="canonical"))
    desk.goto("/dashboard#places/eye")
    desk.shows(fr("devices.health"))
    clean(desk, "one device")
    desk.button(fr("pairing.title")).click()
    desk.button("Camille Laurent").click()
    desk.page.get_by_role("img", name=fr("pairing.qr")).wait_for()
    clean(desk, "a pairing code")


def test_the_guests_screens_are_accessible(
    boutique: Boutique, guest: Guest, new_screen: NewScreen, theme: str, clean: Look
) -> None:
    kiosk = new_screen(boutique, viewport=KIOSK, theme=theme)
    kiosk.goto("/")
    kiosk.shows(fr("chooser.say"))
    clean(kiosk, "the doors")
    kiosk.goto("/pair")
    kiosk.shows(fr("pair.title"))
    clean(kiosk, "pairing")
    kiosk.goto("/kiosk")
    kiosk.shows(fr("kiosk.not_paired"))
    clean(kiosk, "a kiosk that is not paired")
    kiosk.pair(boutique.code("kiosk").code)
    kiosk.page.reload()
    kiosk.shows(fr("kiosk.type_or_call"))
    clean(kiosk, "the kiosk, idle")
    for code, words in (
        (guest.pass_code, fr("kiosk.welcome_name", name="Aliénor")),
        ("NOBODY", fr("kiosk.moment")),
    ):
        kiosk.page.keyboard.type(code)
        kiosk.page.keyboard.press("Enter")
        kiosk.shows(words)
        clean(kiosk, words)
        kiosk.page.mouse.click(200, 200)

    mine = new_screen(boutique, theme=theme)
    mine.goto("/client")
    mine.shows(fr("my.unknown"))
    clean(mine, "a client's page that is not paired")
    mine.pair(boutique.code("client", client_id=guest.id).code)
    mine.page.reload()
    mine.shows(fr("my.agree"))
    clean(mine, "a client's page")


def test_the_documentation_is_accessible(
    boutique: Boutique, new_screen: NewScreen, theme: str, clean: Look
) -> None:
    desk = new_screen(boutique, viewport=DESK, theme=theme)
    desk.goto("/api/v1/docs")
    clean(desk, "docs")


def test_the_fast_lane_is_accessible(
    boutique: Boutique, new_screen: NewScreen, theme: str, clean: Look
) -> None:
    furnish(boutique)
    screen = new_screen(boutique, theme=theme)
    screen.goto("/pay")
    screen.button(fr("fastlane.begin")).wait_for()
    clean(screen, "welcome")
    phone = Phone(screen).begins()
    clean(screen, "an empty bag")
    phone.types("MONT-01")
    phone.shows("bag.missing.which_piece")
    clean(screen, "which piece?")
    screen.page.get_by_label(fr("bag.its_number")).fill("MN-0117")
    screen.button(fr("bag.that_one")).click()
    screen.shows("MN-0117")
    phone.types(SCARF)
    screen.button(fr("bag.scan")).click()
    screen.shows(fr("scan.trouble.missing"))
    clean(screen, "the scanner")
    screen.page.keyboard.press("Escape")
    phone.row("bag.deliver").click()
    screen.page.get_by_role("group", name=fr("delivery.hour")).wait_for()
    clean(screen, "delivery")
    screen.page.keyboard.press("Escape")
    phone.row("bag.share").click()
    screen.button(fr("split.article")).click()
    clean(screen, "sharing by piece")
    screen.page.keyboard.press("Escape")
    links = phone.shares("Ana", "Bo")
    clean(screen, "friends")
    friend = Phone(new_screen(boutique, theme=theme)).opens(links[1])
    friend.pays("decline", "payer.pay")
    friend.shows("payment.declined")
    clean(friend.screen, "a friend's, declined")
    friend.pays(button="bag.try_again")
    friend.shows("payment.among")
    phone.share("Ana").get_by_role("button", name=fr("share.pay_here")).click()
    phone.taps("pay")
    phone.exit_code()
    clean(screen, "the exit pass")
