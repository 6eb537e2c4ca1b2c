/** The people of the boutique: who they are, who is on shift, whose phone is to be paired. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Asking } from "../../elements/asking";
import { base, buttons, fields } from "../../elements/styles";
import "../../elements/switch";
import { api } from "../../lib/api";
import { languageName } from "../../lib/format";
import { t } from "../../lib/i18n";
import type { AssociateView, BadgeView, Role } from "../../lib/views";
import { look } from "./look";
import type { Wanted } from "./pair-sheet";
import "./team-badges";

const ROLES: Role[] = ["associate", "host", "guard", "manager", "operator"];

@customElement("accueil-team")
export class Team extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      accueil-team-badges {
        flex-basis: 100%;
      }
      .deeds {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2) var(--s4);
      }
      @media (max-width: 40rem) {
        .deeds {
          flex-basis: 100%;
          gap: var(--s2);
        }
        .deeds button,
        .head .button,
        .head button {
          flex: auto;
          padding-inline: var(--s2);
        }
      }
    `,
  ];

  @property({ attribute: false }) associates: AssociateView[] = [];
  @state() private adding = false;
  @state() private badges: BadgeView[] = [];
  /** To whom a badge is being given. */
  @state() private giving = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.readBadges();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head">
        <h2>${t("team.title")}</h2>
        <div class="end">
          <a class="button" href="#audit">${t("audit.title")}</a>
          <button @click=${() => (this.adding = !this.adding)}>${t("team.add")}</button>
        </div>
      </div>
      ${this.wrong()}
      ${this.adding ? this.form() : nothing}
      <ul class="rows">
        ${this.associates.map((one) => this.row(one))}
      </ul>
    </section>`;
  }

  private row(one: AssociateView): TemplateResult {
    return html`<li>
      <div class="main">
        <b>${one.display_name}</b>
        <span class="small quiet"
          >${t(`role.${one.role}`)} · ${one.languages.map(languageName).join(", ")}</span
        >
      </div>
      <accueil-switch
        label=${t(one.on_shift ? "shift.on" : "shift.off")}
        ?checked=${one.on_shift}
        @switch=${(event: CustomEvent<boolean>) => this.shift(one, event.detail)}
      ></accueil-switch>
      <div class="deeds">
        <button
          aria-expanded=${this.giving === one.id ? "true" : "false"}
          @click=${() => (this.giving = this.giving === one.id ? "" : one.id)}
        >
          ${t("badges.give")}
        </button>
        <button
          @click=${() =>
            this.tell<Wanted>("pair", {
              kind: "associate",
              associate_id: one.id,
              name: one.display_name,
            })}
        >
          ${t("team.pair")}
        </button>
      </div>
      ${this.badgesOf(one)}
    </li>`;
  }

  private badgesOf(one: AssociateView): TemplateResult | typeof nothing {
    const own = this.badges.filter((badge) => badge.associate_id === one.id);
    const giving = this.giving === one.id;
    if (!own.length && !giving) return nothing;
    return html`<accueil-team-badges
      .associate=${one}
      .badges=${own}
      ?giving=${giving}
      @close=${() => (this.giving = "")}
      @changed=${(event: Event) => {
        event.stopPropagation();
        this.giving = "";
        void this.readBadges();
      }}
    ></accueil-team-badges>`;
  }

  private form(): TemplateResult {
    return html`<form class="grid" @submit=${this.add}>
      <label class="field">${t("field.name")}<input name="display_name" required maxlength="120" /></label>
      <label class="field"
        >${t("field.role")}<select name="role">
          ${ROLES.map((role) => html`<option value=${role}>${t(`role.${role}`)}</option>`)}
        </select></label
      >
      <label class="field"
        >${t("field.languages")}<input name="languages" value="fr, en" required />
      </label>
      <div class="end">
        <button class="primary">${t("common.save")}</button>
        <button type="button" class="bare" @click=${() => (this.adding = false)}>
          ${t("common.cancel")}
        </button>
      </div>
    </form>`;
  }

  private async add(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    await this.change(async () => {
      await api.post("/associates", {
        display_name: form.get("display_name"),
        role: form.get("role"),
        languages: String(form.get("languages")).split(/[\s,;]+/).filter(Boolean),
      });
      this.adding = false;
    });
  }

  private readBadges(): Promise<boolean> {
    return this.ask(async () => {
      this.badges = await api.get<BadgeView[]>("/badges");
    });
  }

  private shift(one: AssociateView, onShift: boolean): Promise<void> {
    return this.change(() => api.put(`/associates/${one.id}/shift`, { on_shift: onShift }));
  }

  private async change(act: () => Promise<unknown>): Promise<void> {
    if (await this.ask(act)) this.tell("changed");
  }
}
