/** What the house notes of a deed, in words for whom it was about: many names, few sentences. Pure. */

import { t } from "../../lib/i18n";

/** By sentence, the names that the journal and the audit have for it. */
const NAMES = {
  looked:
    "client.read client.wishes client.held-counted clients.searched visits.listed card.read card.listed card.shown candidates.listed",
  photo_looked: "photo.read",
  guest_looked:
    "guest.read guests.listed guests.searched guests.exported guest.link-shown door.listed gate-list.read showings.listed",
  needs_looked: "needs.read needs.listed",
  registered: "client.registered",
  changed: "client.amended client.merged clients.merged",
  agreed: "consent.given guest.consent-given",
  withdrew: "consent.withdrawn guest.consent-withdrawn",
  here: "client.arrived client.moved client.said-here client.said-gone whereabouts.changed scan.read",
  welcomed:
    "signal.raised signal.ended signal.claimed signal.declined signal.finished signal.given-back signal.handed-over signal.snoozed associate.told client.welcomed client.accompanied",
  photo: "photo.kept photo.removed",
  recognised: "identity.enrolled identity.removed pairing.client device.paired device.revoked",
  erasure: "erasure.asked erasure.taken-back",
  listed:
    "guest.listed guest.amended guest.ruled-on guest.approve guest.refuse guest.relist guest.withdraw guests.allocated guest.walked-in",
  invited: "guest.invited guest.reminded place.offered offer.ended guest.link-renewed",
  answered: "guest.answered",
  letter: "letter.written letter.settled letter.sent-again receipt.mailed",
  pass: "pass.issued pass.revoked pass.reissued",
  door: "pass.shown admission.overridden admission.undone event_showings",
  seat: "guest.seated guest.unseated",
  needs: "needs.kept needs.forgotten",
  feedback: "feedback.given feedback.taken-back",
  task: "task.given",
} as const;

type Deed = keyof typeof NAMES;

const DEEDS = new Map(
  (Object.keys(NAMES) as Deed[]).flatMap((deed) => NAMES[deed].split(" ").map((name) => [name, deed])),
);

/** `ClientAmended` of the journal is `client.amended` of the audit; `consent.given.photo` is a consent.
 * One that has no sentence of its own yet is said to have been, and by no name of ours. */
export function deed(type: string): string {
  const name = type.includes(".") ? type : dotted(type);
  return t(`held.did.${DEEDS.get(name) ?? DEEDS.get(kind(name)) ?? "other"}`);
}

function dotted(type: string): string {
  const [thing = "", ...rest] = type.match(/[A-Z][a-z]*/g) ?? [type];
  return [thing, rest.join("-")].filter(Boolean).join(".").toLowerCase();
}

function kind(name: string): string {
  return name.split(".").slice(0, 2).join(".");
}
