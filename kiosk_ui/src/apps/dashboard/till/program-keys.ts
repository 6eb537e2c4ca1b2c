/** The brand's programs that bring the catalogue: a key for each, shown once, revoked here. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../../elements/ago";
import { icon } from "../../../elements/icons";
import "../../../elements/sheet";
import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import "../../../elements/switch";
import { api } from "../../../lib/api";
import { date } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { tillLook } from "./till-look";
import type { ProgramKey } from "./views";

@customElement("accueil-program-keys")
export class ProgramKeys extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    tillLook,
    css`
      .steps {
        display: grid;
        gap: var(--s4);
      }
    `,
  ];

  @state() private keys: ProgramKey[] | null = null;
  @state() private sheet: "" | "new" | "revoke" = "";
  @state() private writes = false;
  @state() private made: ProgramKey | null = null;
  @state() private leaving: ProgramKey | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
        <div class="head">
          <h2>${t("keys.title")}</h2>
          <button @click=${() => this.open("new")}>${t("keys.new")}</button>
        </div>
        <p class="small quiet">${t("keys.say")}</p>
        ${this.sheet ? nothing : this.wrong()}
        ${this.list()}
      </section>
      ${this.making()} ${this.revoking()}`;
  }

  private list(): TemplateResult {
    if (!this.keys) return html`<p class="none" role="status">${t("common.loading")}</p>`;
    if (!this.keys.length) return html`<p class="none">${t("keys.none")}</p>`;
    return html`<ul class="rows">
      ${this.keys.map(
        (one) => html`<li>
          ${icon("screen")}
          <div class="main">
            <b><bdi>${one.name}</bdi></b>
            <span class="small quiet"
              >${t(one.scope === "catalogue:write" ? "keys.writes" : "keys.reads")} ·
              ${t("paired.since", { date: date(one.created_at) })}</span
            >
          </div>
          <span class="small quiet"
            >${one.last_used_at
              ? html`${t("paired.used")} <accueil-ago at=${one.last_used_at}></accueil-ago>`
              : t("paired.unused")}</span
          >
          <button
            class="refusal"
            aria-label=${t("paired.revoke_named", { name: one.name })}
            @click=${() => {
              this.leaving = one;
              this.open("revoke");
            }}
          >
            ${t("paired.revoke")}
          </button>
        </li>`,
      )}
    </ul>`;
  }

  private making(): TemplateResult {
    const { made } = this;
    return html`<accueil-sheet label=${t("keys.new")} ?open=${this.sheet === "new"} @closed=${this.close}>
      ${made
        ? html`<div class="steps">
            <p>${t("keys.once", { name: made.name })}</p>
            <label class="field"
              >${t("keys.key")}<input readonly class="figures" .value=${made.key} @focus=${selected}
            /></label>
            <p class="small quiet">${t("keys.header")}</p>
            <div class="end"><button class="primary" @click=${this.close}>${t("keys.noted")}</button></div>
          </div>`
        : html`<form class="steps" @submit=${this.make}>
            <label class="field"
              >${t("keys.name")}<input name="name" required maxlength="80" autocomplete="off" placeholder="ERP"
            /></label>
            <accueil-switch
              label=${t("keys.may_write")}
              ?checked=${this.writes}
              @switch=${({ detail }: CustomEvent<boolean>) => (this.writes = detail)}
            ></accueil-switch>
            ${this.wrong()}
            <div class="end"><button class="primary" ?disabled=${this.busy}>${t("keys.make")}</button></div>
          </form>`}
    </accueil-sheet>`;
  }

  private revoking(): TemplateResult {
    return html`<accueil-sheet
      label=${t("paired.revoke_named", { name: this.leaving?.name ?? "" })}
      ?open=${this.sheet === "revoke"}
      @closed=${this.close}
    >
      <div class="steps">
        <p>${t("keys.revoke_say")}</p>
        ${this.wrong()}
        <div class="end">
          <button class="refusal" ?disabled=${this.busy} @click=${this.revoke}>${t("paired.revoke")}</button>
        </div>
      </div>
    </accueil-sheet>`;
  }

  private open(sheet: "new" | "revoke"): void {
    this.said = "";
    this.sheet = sheet;
  }

  private readonly close = (): void => {
    this.sheet = "";
    this.made = null;
    this.writes = false;
  };

  private readonly make = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const name = String(new FormData(event.target as HTMLFormElement).get("name") ?? "").trim();
    const scope = this.writes ? "catalogue:write" : "catalogue:read";
    await this.attempt(async () => {
      this.made = await api.post<ProgramKey>("/api-keys", { name, scope });
    });
  };

  private readonly revoke = async (): Promise<void> => {
    const { leaving } = this;
    if (leaving && (await this.attempt(() => api.remove(`/api-keys/${leaving.id}`)))) this.close();
  };

  private attempt(action: () => Promise<unknown>): Promise<boolean> {
    return this.ask(async () => {
      await action();
      await this.read();
    });
  }

  private async read(): Promise<void> {
    try {
      this.keys = await api.get<ProgramKey[]>("/api-keys");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}

function selected(event: FocusEvent): void {
  (event.target as HTMLInputElement).select();
}
