/** Who is on no list: a client or a name, then one tap on the reason. Tells `admitted`, `closed`. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import "../../../elements/monogram";
import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import type { AdmissionView } from "../../../lib/door";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import type { ClientFound } from "../../../lib/views";
import { eveningLook } from "./evening-look";
import { calledOf, clients, WalkIn, type Whom } from "./walk-in-desk";

const TYPING_MS = 150;
const REASONS = ["client", "companion", "host"] as const;

@customElement("accueil-walk-in-sheet")
export class WalkInSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    eveningLook,
    css`
      :host {
        display: block;
        min-block-size: 0;
        padding: 0;
      }
      .steps {
        display: grid;
        gap: var(--s3);
        padding-block-start: var(--s1);
      }
      .lines button > span {
        flex: 1;
        min-inline-size: 0;
      }
      h3 {
        font-size: var(--title-s);
        overflow-wrap: anywhere;
      }
      .reasons {
        display: grid;
        gap: var(--s2);
      }
      form {
        display: grid;
        gap: var(--s2);
        padding-block-start: var(--s3);
        border-block-start: 1px solid var(--hairline);
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @property() event = "";
  /** What was looked for on the guest list already. */
  @property() sought = "";
  @state() private name = "";
  @state() private found: ClientFound[] | null = null;
  @state() private chosen: WalkIn | null = null;
  @state() private reason = "";
  @state() private busy = false;
  @state() private said = "";
  private typing: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.chosen = this.found = null;
    this.reason = this.said = "";
    this.name = this.sought;
    void this.seek();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.typing);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("walkin.title")} ?open=${this.open}>
      ${this.open
        ? html`<div class="steps">
            ${wrong(this.said)}
            ${this.chosen ? this.why(this.chosen) : this.who()}
          </div>`
        : nothing}
    </accueil-sheet>`;
  }

  private who(): TemplateResult {
    const name = this.name.trim();
    return html`<search>
        ${icon("search")}
        <input
          type="search"
          autocomplete="off"
          spellcheck="false"
          maxlength="120"
          aria-label=${t("walkin.who")}
          placeholder=${t("walkin.who")}
          .value=${this.name}
          @input=${this.typed}
        />
      </search>
      ${name.length < 2 ? html`<p class="quiet">${t("walkin.say")}</p>` : nothing}
      <ul class="lines">
        ${(this.found ?? []).map(
          (client) => html`<li>
            <button @click=${() => this.choose({ client })}>
              <accueil-monogram text=${client.monogram} tier=${client.tier} size="s"></accueil-monogram>
              <span
                ><b><bdi>${client.display_name}</bdi></b>
                <span class="small quiet">${t(`tier.${client.tier}`)}</span></span
              >
              ${icon("next")}
            </button>
          </li>`,
        )}
        ${name.length < 2
          ? nothing
          : html`<li>
              <button @click=${() => this.choose({ name })}>
                <span
                  ><b><bdi>${name}</bdi></b>
                  <span class="small quiet">${t("walkin.no_client")}</span></span
                >
                ${icon("next")}
              </button>
            </li>`}
      </ul>`;
  }

  private why(guest: WalkIn): TemplateResult {
    return html`<h3 id="why">${t("walkin.why", { name: calledOf(guest.whom) })}</h3>
      <div class="reasons" role="group" aria-labelledby="why">
        ${REASONS.map((one, place) => {
          const reason = t(`walkin.reason_${one}`);
          return html`<button
            class="wide great"
            ?autofocus=${place === 0}
            ?disabled=${this.busy}
            @click=${() => this.admit(reason)}
          >
            ${reason}
          </button>`;
        })}
      </div>
      <form @submit=${this.otherwise}>
        <label class="field"
          >${t("walkin.reason_own")}
          <input
            maxlength="120"
            autocomplete="off"
            .value=${this.reason}
            @input=${(typed: InputEvent) => (this.reason = (typed.target as HTMLInputElement).value)}
        /></label>
        <button class="primary wide" ?disabled=${this.busy || !this.reason.trim()}>
          ${t("kiosk.let_in")}
        </button>
      </form>
      <button class="bare" ?disabled=${this.busy} @click=${() => (this.chosen = null)}>
        ${icon("back")} ${t("walkin.another")}
      </button>`;
  }

  private choose(whom: Whom): void {
    this.said = "";
    this.chosen = new WalkIn(this.event, whom);
  }

  private readonly otherwise = (submit: SubmitEvent): void => {
    submit.preventDefault();
    if (this.reason.trim()) void this.admit(this.reason.trim());
  };

  private async admit(reason: string): Promise<void> {
    const { chosen } = this;
    if (!chosen || this.busy) return;
    this.busy = true;
    this.said = "";
    try {
      this.tell<AdmissionView>("admitted", await chosen.admit(reason));
      this.tell("closed");
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  }

  private readonly typed = (input: InputEvent): void => {
    this.name = (input.target as HTMLInputElement).value;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => void this.seek(), TYPING_MS);
  };

  private async seek(): Promise<void> {
    const mine = (this.asked += 1);
    const name = this.name.trim();
    if (name.length < 2) {
      this.found = null;
      return;
    }
    try {
      const found = await clients(name);
      if (mine === this.asked) this.found = found;
    } catch (error) {
      if (mine === this.asked) this.said = trouble(error);
    }
  }
}
