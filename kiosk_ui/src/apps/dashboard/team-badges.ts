/** The badges that a colleague wears, given and taken back: whoever wears one is no visitor. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Asking } from "../../elements/asking";
import { base, buttons, fields } from "../../elements/styles";
import { api } from "../../lib/api";
import { t } from "../../lib/i18n";
import type { AssociateView, BadgeView, IdentityKind } from "../../lib/views";
import { beaconFields, beaconSaid } from "./beacon-fields";
import { look } from "./look";

const KINDS: readonly IdentityKind[] = ["ibeacon", "eddystone_uid", "eddystone_eid", "irk"];

@customElement("accueil-team-badges")
export class TeamBadges extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        padding-block: var(--s4) var(--s3);
      }
      .rows > li {
        min-block-size: var(--touch);
        padding-block: 0;
        border: 0;
      }
    `,
  ];

  @property({ attribute: false }) associate!: AssociateView;
  @property({ attribute: false }) badges: BadgeView[] = [];
  @property({ type: Boolean }) giving = false;
  @state() private kind: IdentityKind = "ibeacon";

  override render(): TemplateResult {
    return html`${this.wrong()}
      ${this.badges.length
        ? html`<ul class="rows" aria-label=${t("badges.of", { name: this.associate.display_name })}>
            ${this.badges.map((one) => html`<li>${this.badge(one)}</li>`)}
          </ul>`
        : nothing}
      ${this.giving ? this.form() : nothing}`;
  }

  private badge(one: BadgeView): TemplateResult {
    const name = one.label || t(`identity.${one.kind}`);
    return html`<span class="main small"
        >${t("badges.one", { name })}
        <span class="quiet">${one.label ? t(`identity.${one.kind}`) : one.key}</span></span
      >
      <button
        class="bare"
        aria-label=${t("badges.take_back_of", { name: this.associate.display_name })}
        @click=${() =>
          this.change(() => api.remove(`/associates/${this.associate.id}/badges/${one.id}`))}
      >
        ${t("badges.take_back")}
      </button>`;
  }

  private form(): TemplateResult {
    return html`<form class="grid" @submit=${this.give}>
      <p class="whole small quiet">${t("badges.why")}</p>
      ${beaconFields(KINDS, this.kind, (kind) => (this.kind = kind))}
      <div class="end whole">
        <button class="primary">${t("common.save")}</button>
        <button type="button" class="bare" @click=${() => this.tell("close")}>
          ${t("common.cancel")}
        </button>
      </div>
    </form>`;
  }

  private give(event: SubmitEvent): void {
    event.preventDefault();
    const said = beaconSaid(event.target as HTMLFormElement);
    void this.change(() => api.post(`/associates/${this.associate.id}/badges`, said));
  }

  private async change(act: () => Promise<unknown>): Promise<void> {
    if (await this.ask(act)) this.tell("changed");
  }
}
