/** What is known of a client, to be written and put right. */

import { html, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { api } from "../../lib/api";
import { t, type Key } from "../../lib/i18n";
import type { AssociateView } from "../../lib/views";
import { ClientPanel } from "./client-panel";

const TIERS = ["client", "loyal", "vip", "circle"] as const;
const APPROACHES = ["welcome", "discreet", "do_not_approach"] as const;
const SPOKEN = ["fr", "en", "it", "es", "de", "zh", "ja", "ko", "ar", "ru", "pt"];

@customElement("accueil-client-facts")
export class ClientFacts extends ClientPanel {
  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private saved = "";

  override render(): TemplateResult {
    const { client } = this;
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
      await api.patch(`/clients/${this.client.id}`, fields);
      this.saved = t("common.saved");
      setTimeout(() => (this.saved = ""), 2500);
    });
  }
}
