"""Nothing personal stays on a phone that was signed out of."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.boutique import Boutique
from tests.browser.screens import NewScreen
from tests.browser.words import fr

# All that a page of ours can have kept on the device, as text.
KEPT = """async () => {
  const kept = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done, failed) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    kept.push(name);
    for (const store of database.objectStoreNames) {
      kept.push(JSON.stringify(await new Promise(done => {
        const asking = database.transaction(store).objectStore(store).getAll();
        asking.onsuccess = () => done(asking.result);
      })));
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      kept.push(request.url);
      if (!/\\.(woff2|webp|js|css)$/.test(request.url)) {
        kept.push(await (await cache.match(request)).text());
      }
    }
  }
  return kept.join("\\n");
}"""


def test_a_client_is_in_memory_only_and_signing_out_leaves_nothing(
    boutique: Boutique, new_screen: NewScreen
) -> None:
    guest = boutique.client(note="Thé sencha")
    phone = new_screen(boutique).sign_in(boutique.associate("Camille Laurent"))
    boutique.walks_in(guest)
    phone.shows_card(guest.name)
    phone.network(there=False)
    phone.button(fr("steps.claim")).click()
    phone.shows(fr("steps.waiting"))
    while_working = phone.page.evaluate(KEPT)
    phone.network(there=True)
    expect(phone.button(fr("steps.welcome"))).to_be_visible()

    phone.button(fr("common.back")).click()
    phone.button(fr("nav.settings")).click()
    phone.page.wait_for_load_state("networkidle")  # what was asked while signed in is answered
    phone.button(fr("settings.sign_out")).click()
    phone.shows(fr("door.enter_pin"))

    afterwards = phone.page.evaluate(KEPT)
    for kept in (while_working, afterwards):
        for personal in ("Castelmaure", "Aliénor", guest.id, "sencha", "Camille"):
            assert personal not in kept
    expect(phone.text(guest.name)).to_have_count(0)
    session = [
        cookie for cookie in phone.context.cookies() if cookie.get("name") == "accueil_session"
    ]
    assert not session
