/** One answer, over the whole screen: icon, word, colour. What is said to whom, and nothing else. */

import { html, nothing, type TemplateResult } from "lit";

import { icon, type Icon } from "../../elements/icons";
import type { KioskAnswer, KioskVerdict } from "../../lib/door";
import { time } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { Chime } from "../../lib/sound";

const SEALS: Record<KioskVerdict, Icon> = {
  welcome: "check",
  goodbye: "door",
  already: "person",
  moment: "bell",
  full: "hourglass",
  name: "people",
  question: "speech",
};

export const CHIMES: Record<KioskVerdict, Chime> = {
  welcome: "welcome",
  goodbye: "welcome",
  already: "arrival",
  moment: "moment",
  full: "moment",
  name: "reminder",
  question: "reminder",
};

/** `brought` are the plus-ones who were let in with this guest just now. */
export function verdictScreen(
  answer: KioskAnswer,
  brought: number,
  told: { rest: () => void; bring: (people: number) => void },
): TemplateResult {
  const [title, more] = words(answer, brought);
  const asks = answer.verdict === "welcome" && answer.plus_ones_left > 0 && brought === 0;
  return html`<main
    class="screen verdict marble clear ${answer.verdict}"
    @click=${asks ? nothing : told.rest}
  >
    <div class="said">
      <span class="seal">${icon(SEALS[answer.verdict])}</span>
      <h1>${title}</h1>
      <p>${more}</p>
      ${answer.table ? html`<p class="table">${t("kiosk.table", { table: answer.table })}</p>` : nothing}
    </div>
    ${asks ? company(answer.plus_ones_left, told) : nothing}
  </main>`;
}

const BUTTONS = 4;

function company(
  left: number,
  told: { rest: () => void; bring: (people: number) => void },
): TemplateResult {
  const counts = Array.from({ length: Math.min(left, BUTTONS) }, (_one, place) => place + 1);
  return html`<section class="company" aria-labelledby="with-you">
    <h2 id="with-you">${t("kiosk.with_you")}</h2>
    <div class="choices">
      <button @click=${told.rest}>${t("kiosk.alone")}</button>
      ${counts.map(
        (count) => html`<button @click=${() => told.bring(count)}>
          ${t("kiosk.plus", { count })}
        </button>`,
      )}
    </div>
  </section>`;
}

export function words(answer: KioskAnswer, brought = 0): [title: string, more: string] {
  const { given_name: name, host } = answer;
  const named = (key: "welcome" | "already" | "goodbye"): string =>
    name ? t(`kiosk.${key}_name`, { name }) : t(`kiosk.${key}`);
  switch (answer.verdict) {
    case "welcome":
      if (brought) return [t("kiosk.welcome_all"), t("kiosk.brought", { count: brought })];
      return [
        named("welcome"),
        host ? t("kiosk.host", { name: host.split(" ")[0] ?? host }) : t("kiosk.host_soon"),
      ];
    case "already":
      return [
        named("already"),
        answer.first_at ? t("kiosk.since", { time: time(answer.first_at) }) : t("kiosk.already_more"),
      ];
    case "goodbye":
      return [named("goodbye"), t("kiosk.goodbye_more")];
    case "full":
      return [t("kiosk.moment"), t("kiosk.full_more")];
    default:
      return [t("kiosk.moment"), t("kiosk.moment_more")];
  }
}
