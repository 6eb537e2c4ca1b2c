/**
 * Relays what an Android terminal's scanner reads to the boutique.
 *
 * The scanner types like a keyboard and ends with Enter, or the terminal's browser hands over the
 * extras of its intent: `accueil.intent(extras)`. Either is kept here until the boutique has it,
 * so that a hole in the Wi-Fi loses nothing.
 */

const KEY = "accueil.relay.key";
const QUEUE = "accueil.relay.queue";
const MOST_KEPT = 500;
const PAUSE_MS = 500; // no stray key joins the next code
const SHORTEST = 4;
const SHOWN_MS = 6000;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 15000;

const words = document.body.dataset;
const relay = document.getElementById("relay");
const form = document.getElementById("pair");
const field = document.getElementById("token");

/** What each maker calls a text that was only typed. */
const TYPED = {
  datawedge: (text) => ({
    "com.symbol.datawedge.source": "scanner",
    "com.symbol.datawedge.data_string": text,
  }),
  honeywell: (text) => ({ data: text }),
  newland: (text) => ({ SCAN_BARCODE1: text, SCAN_STATE: "ok" }),
  datalogic: (text) => ({ "com.datalogic.decode.intentwedge.barcode_string": text }),
};

let key = localStorage.getItem(KEY) ?? "";
let dialect = "";
let sending = false;
let retryMs = FIRST_RETRY_MS;
let retry = 0;
let calm = 0;

function queue() {
  try {
    const kept = JSON.parse(localStorage.getItem(QUEUE) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

function keep(scans) {
  localStorage.setItem(QUEUE, JSON.stringify(scans));
  const waiting = document.getElementById("queue");
  waiting.hidden = scans.length === 0;
  waiting.textContent = `${words.waiting} ${scans.length}`;
}

function show(verdict, text) {
  clearTimeout(calm);
  relay.dataset.verdict = verdict;
  document.getElementById("text").textContent = text;
  if (verdict === "stop") navigator.vibrate?.([200, 100, 200]);
  if (verdict === "welcome") navigator.vibrate?.(80);
  if (verdict !== "ready" && verdict !== "sending") {
    calm = setTimeout(() => show("ready", words.ready), SHOWN_MS);
  }
}

/** `randomUUID` exists only where the page came by https. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

function take(extras) {
  const scans = queue();
  if (scans.length >= MOST_KEPT) return show("stop", words.full);
  keep([...scans, { id: newId(), ts: new Date().toISOString(), extras }]);
  show("sending", words.sending);
  void send();
}

async function send() {
  if (sending || !key) return;
  sending = true;
  clearTimeout(retry);
  try {
    for (let [scan] = queue(); scan; [scan] = queue()) {
      if (!(await post(scan))) break;
    }
  } finally {
    sending = false;
  }
}

/** Whether the boutique has it, or will never take it. */
async function post(scan) {
  const answer = await fetch(`/devices/push/${encodeURIComponent(key)}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(scan),
  }).catch(() => null);
  if (answer?.ok) {
    retryMs = FIRST_RETRY_MS;
    const last = queue().length === 1;
    keep(queue().slice(1));
    if (last) await tell(scan);
    return true;
  }
  if (answer && [400, 413, 422].includes(answer.status)) {
    keep(queue().slice(1));
    show("stop", words.refused);
    return true;
  }
  if (answer && [403, 404].includes(answer.status)) {
    show("stop", words.unknown);
    return false;
  }
  show("offline", words.offline);
  retry = setTimeout(send, retryMs);
  retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  return false;
}

async function tell(scan) {
  const answer = await ask(`verdicts/${scan.id}`);
  if (answer?.status === 200) {
    const { verdict, text } = await answer.json();
    show(verdict, text);
  } else {
    show("stored", words.stored);
  }
}

function ask(what) {
  return fetch(`/devices/relay/${what}`, {
    headers: { Authorization: `Bearer ${key}` },
  }).catch(() => null);
}

/** Which maker's terminal this is; where nobody can be asked, the last answer stands. */
async function begin() {
  form.hidden = key !== "";
  relay.hidden = key === "";
  if (!key) return field.focus();
  dialect = localStorage.getItem(`${KEY}.dialect`) ?? "";
  const answer = await ask("device");
  if (answer?.ok) {
    dialect = (await answer.json()).dialect;
    localStorage.setItem(KEY, key);
    localStorage.setItem(`${KEY}.dialect`, dialect);
  } else if (answer && [403, 404].includes(answer.status)) {
    return forget(words.unknown);
  } else if (!dialect) {
    return forget(words.offline);
  }
  keep(queue());
  show("ready", words.ready);
  void send();
}

/** What waits to be sent stays, for whoever pairs this terminal again. */
function forget(trouble = "") {
  key = "";
  localStorage.removeItem(KEY);
  localStorage.removeItem(`${KEY}.dialect`);
  document.getElementById("trouble").textContent = trouble;
  field.value = "";
  void begin();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  key = field.value.trim();
  void begin();
});
document.getElementById("forget").addEventListener("click", () => forget());
window.addEventListener("online", () => void send());

let typed = "";
let lastMs = -Infinity;
document.addEventListener("keydown", (event) => {
  if (!dialect || relay.hidden) return;
  if (event.timeStamp - lastMs > PAUSE_MS) typed = "";
  lastMs = event.timeStamp;
  if (event.ctrlKey && event.key === "]") typed += "\x1d"; // how GS1's separator is typed
  else if (event.key.length === 1) typed += event.key;
  else if (event.key === "Enter" || event.key === "Tab") {
    const text = typed;
    typed = "";
    if (text.length >= SHORTEST) {
      event.preventDefault();
      take(TYPED[dialect](text));
    }
  }
});

window.accueil = {
  /** For the terminal's browser: the extras of a scan's intent, as an object or as JSON. */
  intent(extras) {
    if (!dialect) return;
    take(typeof extras === "string" ? JSON.parse(extras) : extras);
  },
};

// A key may come in the address, behind the #, which no server ever sees.
if (location.hash.length > 1) {
  key = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
void begin();
