/** One client's file: what is known, what they agreed to, what they are recognised by. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/ago";
import { icon } from "../../elements/icons";
import "../../elements/monogram";
import "../../elements/photo-sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import "../../elements/switch";
import { api } from "../../lib/api";
import { PURPOSES, TEXT_VERSION } from "../../lib/consent";
import { date } from "../../lib/format";
import { t, type Key } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type {
  AssociateView,
  ClientFound,
  ClientView,
  DeviceView,
  IdentityKind,
  Purpose,
  SightingView,
} from "../../lib/views";
import { look } from "./look";
import type { Wanted } from "./pair-sheet";

const TIERS = ["client", "loyal", "vip", "circle"] as const;
const APPROACHES = ["welcome", "discreet", "do_not_approach"] as const;
const KINDS: IdentityKind[] = ["ibeacon", "eddystone_uid", "eddystone_eid", "pass"];
const SPOKEN = ["fr", "en", "it", "es", "de", "zh", "ja", "ko", "ar", "ru", "pt"];

@customElement("accueil-client-page")
export class ClientPage extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    marble,
    look,
    css`
      :host {
        display: grid;
        gap: var(--s5);
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s4);
      }
      .who h1 {
        font-size: var(--title-l);
      }
      .who .main {
        flex: 1;
        min-inline-size: 12rem;
      }
      .pair,
      .stack {
        display: grid;
        gap: var(--s5);
        align-items: start;
      }
      @media (min-width: 64rem) {
        .pair {
          grid-template-columns: 1fr 1fr;
        }
      }
      .rows accueil-switch {
        inline-size: 100%;
      }
      .panel > input {
        margin-block-start: var(--s3);
      }
      details {
        margin-block-start: var(--s4);
      }
      summary {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--accent);
        cursor: pointer;
      }
      form {
        margin-block-start: var(--s3);
      }
    `,
  ];

  @property({ attribute: "client-id" }) clientId = "";
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private client: ClientView | null = null;
  @state() private said = "";
  @state() private saved = "";
  @state() private photographing = false;
  @state() private kind: IdentityKind = "ibeacon";
  @state() private twins: ClientFound[] | null = null;
  @state() private heard: { device: DeviceView; sighting: SightingView }[] | null = null;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("clientId")) void this.read();
  }

  override render(): TemplateResult {
    const { client } = this;
    if (!client) {
      return html`<p class="none" role="status">${this.said || t("common.loading")}</p>`;
    }
    return html`<a href="#clients">${t("clients.title")}</a>
      <section class="panel who marble">
        <accueil-monogram
          size="l"
          .text=${client.monogram}
          .tier=${client.tier}
          .photo=${client.photo_url}
        ></accueil-monogram>
        <div class="main">
          <p class="over">${t(`tier.${client.tier}`)}</p>
          <h1>${client.display_name}</h1>
        </div>
        <button @click=${() => (this.photographing = true)}>${t("photo.title")}</button>
        <button
          @click=${() =>
            this.tell<Wanted>("pair", {
              kind: "client",
              client_id: client.id,
              name: client.display_name,
            })}
        >
          ${t("clients.own_page")}
        </button>
      </section>
      <accueil-photo-sheet
        client-id=${client.id}
        ?open=${this.photographing}
        @closed=${() => (this.photographing = false)}
        @photo=${(event: CustomEvent<ClientView>) => (this.client = event.detail)}
      ></accueil-photo-sheet>
      ${this.said ? html`<p class="wrong" role="alert">${this.said}</p>` : nothing}
      <div class="pair">
        ${this.facts(client)}
        <div class="stack">
          ${this.consents(client)} ${this.identities(client)} ${this.merge(client)}
        </div>
      </div>`;
  }

  // ---------------------------------------------------------------- what is known

  private facts(client: ClientView): TemplateResult {
    const lines = (items: readonly string[]): string => items.join("\n");
    const sizes = Object.entries(client.sizes).map(([what, size]) => `${what}: ${size}`);
    return html`<section class="panel">
      <h2>${t("clients.facts")}</h2>
      <form class="grid" @submit=${this.save}>
        ${this.text("given_name", "field.given_name", client.given_name, true)}
        ${this.text("family_name", "field.family_name", client.family_name, true)}
        ${this.text("pronunciation", "field.pronunciation", client.pronunciation)}
        <label class="field"
          >${t("field.birthday")}<input
            name="birthday"
            type="date"
            .value=${client.birthday ?? ""}
        /></label>
        ${this.choice("tier", "field.tier", client.tier, TIERS.map((one) => [one, t(`tier.${one}`)]))}
        ${this.choice(
          "approach",
          "field.approach",
          client.approach,
          APPROACHES.map((one) => [one, t(`approach.${one}`)]),
        )}
        ${this.choice(
          "language",
          "field.language",
          client.language,
          [...new Set([client.language, ...SPOKEN])].map((tag) => [tag, tag]),
        )}
        ${this.text("languages", "field.languages", client.languages.join(", "))}
        ${this.colleague("primary_associate_id", "field.primary_associate", client.primary_associate)}
        ${this.colleague(
          "secondary_associate_id",
          "field.secondary_associate",
          client.secondary_associate,
        )}
        ${this.text("phone", "field.phone", client.phone)}
        ${this.text("email", "field.email", client.email)}
        ${this.area("tastes", "field.tastes", lines(client.tastes), t("clients.one_a_line"))}
        ${this.area("sizes", "field.sizes", lines(sizes), t("clients.sizes_example"))}
        ${this.area("wishes", "field.wishes", lines(client.wishes), t("clients.one_a_line"))}
        ${this.area("note", "field.note", client.note, "")}
        <div class="end whole">
          <button class="primary">${t("common.save")}</button>
          <span class="good" role="status">${this.saved}</span>
        </div>
      </form>
    </section>`;
  }

  private text(name: string, label: Key, value: string, needed = false): TemplateResult {
    return html`<label class="field"
      >${t(label)}<input name=${name} .value=${value} ?required=${needed}
    /></label>`;
  }

  private area(name: string, label: Key, value: string, hint: string): TemplateResult {
    return html`<label class="field whole"
      >${t(label)}<textarea name=${name} rows="3" placeholder=${hint} .value=${value}></textarea>
    </label>`;
  }

  private choice(
    name: string,
    label: Key,
    value: string,
    options: [value: string, words: string][],
  ): TemplateResult {
    return html`<label class="field"
      >${t(label)}<select name=${name}>
        ${options.map(
          ([option, words]) =>
            html`<option value=${option} ?selected=${option === value}>${words}</option>`,
        )}
      </select></label
    >`;
  }

  private colleague(name: string, label: Key, value: AssociateView | null): TemplateResult {
    return this.choice(name, label, value?.id ?? "", [
      ["", t("common.none")],
      ...this.associates.map((one): [string, string] => [one.id, one.display_name]),
    ]);
  }

  private save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const sent = Object.fromEntries(
      new FormData(event.target as HTMLFormElement),
    ) as Record<string, string>;
    const lines = (name: string): string[] =>
      (sent[name] ?? "").split("\n").map((line) => line.trim()).filter(Boolean);
    const fields = {
      ...sent,
      birthday: sent["birthday"] || null,
      primary_associate_id: sent["primary_associate_id"] || null,
      secondary_associate_id: sent["secondary_associate_id"] || null,
      languages: (sent["languages"] ?? "").split(/[\s,;]+/).filter(Boolean),
      tastes: lines("tastes"),
      wishes: lines("wishes"),
      sizes: Object.fromEntries(
        lines("sizes").map((line) => {
          const [what = "", ...size] = line.split(":");
          return [what.trim(), size.join(":").trim()];
        }),
      ),
    };
    return this.change(async () => {
      this.client = await api.patch<ClientView>(`/clients/${this.clientId}`, fields);
      this.saved = t("common.saved");
      setTimeout(() => (this.saved = ""), 2500);
    });
  }

  // ---------------------------------------------------------------- consents

  private consents(client: ClientView): TemplateResult {
    return html`<section class="panel">
      <h2>${t("clients.consents")}</h2>
      <p class="quiet small">${t("clients.consents_say")}</p>
      <ul class="rows">
        ${PURPOSES.map((purpose) => {
          const consent = client.consents.find((one) => one.purpose === purpose);
          const stands = consent?.stands ?? false;
          return html`<li>
            <accueil-switch
              class="main"
              label=${t(`purpose.${purpose}`)}
              hint=${stands && consent?.given_at
                ? [t("my.given", { date: date(consent.given_at) }), consent.proof]
                    .filter(Boolean)
                    .join(" · ")
                : consent?.withdrawn_at
                  ? t("my.withdrawn", { date: date(consent.withdrawn_at) })
                  : ""}
              ?checked=${stands}
              @switch=${(event: CustomEvent<boolean>) => this.agree(purpose, event.detail)}
            ></accueil-switch>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  private agree(purpose: Purpose, agreed: boolean): Promise<void> {
    const path = `/clients/${this.clientId}/consents/${purpose}`;
    return this.change(async () => {
      await (agreed
        ? api.put(path, { proof: t("clients.proof"), text_version: TEXT_VERSION })
        : api.remove(path));
      await this.read();
    });
  }

  // ---------------------------------------------------------------- identities

  private identities(client: ClientView): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("my.recognised_by")}</h2>
        <button @click=${this.listen}>${t("clients.is_it_heard")}</button>
      </div>
      ${client.identities.length
        ? html`<ul class="rows">
            ${client.identities.map(
              (one) => html`<li>
                <div class="main">
                  <b>${one.label || t(`identity.${one.kind}`)}</b>
                  <span class="small quiet"
                    >${[t(`identity.${one.kind}`), one.key, t("my.since", { date: date(one.enrolled_at) })]
                      .filter(Boolean)
                      .join(" · ")}</span
                  >
                </div>
                <button class="refusal" @click=${() => this.removeIdentity(one.id)}>
                  ${t("clients.remove")}
                </button>
              </li>`,
            )}
          </ul>`
        : html`<p class="none">${t("my.recognised_by_nothing")}</p>`}
      ${this.heardNow()}
      <details>
        <summary>${t("clients.enrol")}</summary>
        <form class="grid" @submit=${this.enrol}>
          <label class="field"
            >${t("clients.kind")}<select
              name="kind"
              @change=${(event: Event) =>
                (this.kind = (event.target as HTMLSelectElement).value as IdentityKind)}
            >
              ${KINDS.map(
                (kind) =>
                  html`<option value=${kind} ?selected=${kind === this.kind}>
                    ${t(`identity.${kind}`)}
                  </option>`,
              )}
            </select></label
          >
          <label class="field"
            >${t("clients.label")}<input name="label" placeholder=${t("clients.label_example")}
          /></label>
          ${this.kind === "eddystone_eid"
            ? html`<label class="field"
                  >${t("clients.secret")}<input
                    name="secret_hex"
                    required
                    pattern="[0-9a-fA-F]{32}"
                    autocomplete="off"
                /></label>
                <label class="field"
                  >${t("clients.exponent")}<input
                    name="exponent"
                    type="number"
                    min="0"
                    max="15"
                    value="10"
                    required
                /></label>
                <label class="field"
                  >${t("clients.clock")}<input
                    name="clock_s"
                    type="number"
                    min="0"
                    value="0"
                    required
                /></label>`
            : html`<label class="field"
                >${t("clients.key")}<input
                  name="key"
                  required
                  autocomplete="off"
                  placeholder=${EXAMPLES[this.kind]}
              /></label>`}
          <div class="end whole"><button class="primary">${t("clients.enrol")}</button></div>
        </form>
      </details>
    </section>`;
  }

  private heardNow(): TemplateResult | typeof nothing {
    if (this.heard === null) return nothing;
    return this.heard.length
      ? html`<ul class="rows" aria-live="polite">
          ${this.heard.map(
            ({ device, sighting }) => html`<li>
              ${icon("signal")}
              <span class="main"
                >${t("clients.heard_by", {
                  label: sighting.label,
                  device: device.name || device.id,
                })}</span
              >
              <span class="figures">${Math.round(sighting.rssi_dbm)} dBm</span>
              <accueil-ago class="small quiet" at=${sighting.at}></accueil-ago>
            </li>`,
          )}
        </ul>`
      : html`<p class="none" role="status">${t("clients.not_heard")}</p>`;
  }

  /** Ask every gateway whether it heard one of this client's beacons lately. */
  private listen(): Promise<void> {
    const own = new Set(this.client?.identities.map((one) => one.id));
    return this.change(async () => {
      const devices = await api.get<DeviceView[]>("/devices");
      const heard = await Promise.all(
        devices.map(async (device) => {
          const sightings = await api.get<SightingView[]>(
            `/devices/${encodeURIComponent(device.id)}/sightings`,
          );
          const last = sightings
            .filter((one) => own.has(one.identity_id))
            .sort((a, b) => b.at.localeCompare(a.at))[0];
          return last ? [{ device, sighting: last }] : [];
        }),
      );
      this.heard = heard.flat().sort((a, b) => b.sighting.rssi_dbm - a.sighting.rssi_dbm);
    });
  }

  private enrol(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { exponent, clock_s, ...sent } = Object.fromEntries(new FormData(form));
    const numbers =
      exponent === undefined ? {} : { exponent: Number(exponent), clock_s: Number(clock_s) };
    return this.change(async () => {
      await api.post(`/clients/${this.clientId}/identities`, { ...sent, ...numbers });
      form.reset();
      await this.read();
    });
  }

  private removeIdentity(identityId: string): Promise<void> {
    return this.change(async () => {
      await api.remove(`/clients/${this.clientId}/identities/${identityId}`);
      await this.read();
    });
  }

  // ---------------------------------------------------------------- duplicates

  private merge(client: ClientView): TemplateResult {
    return html`<section class="panel">
      <h2>${t("clients.merge")}</h2>
      <p class="quiet small">${t("clients.merge_say", { name: client.display_name })}</p>
      <input
        type="search"
        aria-label=${t("find.label")}
        placeholder=${t("find.placeholder")}
        @input=${this.findTwins}
      />
      <ul class="rows">
        ${(this.twins ?? []).map(
          (twin) => html`<li>
            <span class="main"><b>${twin.display_name}</b></span>
            <button class="refusal" @click=${() => this.mergeIn(twin)}>
              ${t("clients.merge_this")}
            </button>
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private findTwins(event: InputEvent): Promise<void> {
    const text = (event.target as HTMLInputElement).value.trim();
    return this.change(async () => {
      const found =
        text.length < 2
          ? []
          : await api.get<ClientFound[]>(`/clients?q=${encodeURIComponent(text)}`);
      this.twins = found.filter((one) => one.id !== this.clientId);
    });
  }

  private mergeIn(twin: ClientFound): Promise<void> {
    if (!confirm(t("clients.merge_sure", { name: twin.display_name }))) return Promise.resolve();
    return this.change(async () => {
      await api.post(`/clients/${this.clientId}/merge`, { duplicate_id: twin.id });
      this.twins = null;
      await this.read();
    });
  }

  // ---------------------------------------------------------------- asking

  private async read(): Promise<void> {
    try {
      this.client = await api.get<ClientView>(`/clients/${this.clientId}`);
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private async change(act: () => Promise<unknown>): Promise<void> {
    this.said = "";
    try {
      await act();
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

const EXAMPLES: Record<IdentityKind, string> = {
  ibeacon: "ibeacon:f7826da6-4fa2-4e98-8024-bc5b71e0893e:1:2",
  eddystone_uid: "eddystone_uid:00112233445566778899:000000000001",
  eddystone_eid: "",
  pass: "AUR-7K2M",
};
