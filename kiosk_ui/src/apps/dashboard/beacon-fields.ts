/** What a beacon is recognised by, whoever carries it: its kind, and its key or its secret. */

import { html, type TemplateResult } from "lit";

import { t } from "../../lib/i18n";
import type { IdentityKind } from "../../lib/views";

const EXAMPLES: Partial<Record<IdentityKind, string>> = {
  ibeacon: "ibeacon:f7826da6-4fa2-4e98-8024-bc5b71e0893e:1:2",
  eddystone_uid: "eddystone_uid:00112233445566778899:000000000001",
  pass: "AUR-7K2M",
};

export function beaconFields(
  kinds: readonly IdentityKind[],
  kind: IdentityKind,
  choose: (kind: IdentityKind) => void,
): TemplateResult {
  return html`<label class="field"
      >${t("clients.kind")}<select
        name="kind"
        @change=${(event: Event) =>
          choose((event.target as HTMLSelectElement).value as IdentityKind)}
      >
        ${kinds.map(
          (one) =>
            html`<option value=${one} ?selected=${one === kind}>${t(`identity.${one}`)}</option>`,
        )}
      </select></label
    >
    <label class="field"
      >${t("clients.label")}<input name="label" placeholder=${t("clients.label_example")}
    /></label>
    ${kind === "eddystone_eid" || kind === "irk" ? secret(kind) : key(kind)}`;
}

/** The form's fields as the server takes them. */
export function beaconSaid(form: HTMLFormElement): Record<string, unknown> {
  const { exponent, clock_s, ...sent } = Object.fromEntries(new FormData(form));
  return exponent === undefined
    ? sent
    : { ...sent, exponent: Number(exponent), clock_s: Number(clock_s) };
}

function key(kind: IdentityKind): TemplateResult {
  return html`<label class="field"
    >${t("clients.key")}<input
      name="key"
      required
      autocomplete="off"
      placeholder=${EXAMPLES[kind] ?? ""}
  /></label>`;
}

function secret(kind: IdentityKind): TemplateResult {
  return html`<label class="field"
      >${t("clients.secret")}<input
        name="secret_hex"
        required
        pattern="[0-9a-fA-F]{32}"
        autocomplete="off"
    /></label>
    ${kind === "irk"
      ? ""
      : html`<label class="field"
            >${t("clients.exponent")}<input
              name="exponent"
              type="number"
              min="0"
              max="15"
              value="10"
              required
          /></label>
          <label class="field"
            >${t("clients.clock")}<input name="clock_s" type="number" min="0" value="0" required
          /></label>`}`;
}
