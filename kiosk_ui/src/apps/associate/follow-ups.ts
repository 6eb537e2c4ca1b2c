/** The associate's own follow-ups, as a room of their app. */

import { css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base } from "../../elements/styles";
import "../../elements/tasks";
import { t } from "../../lib/i18n";

@customElement("accueil-follow-ups")
export class FollowUps extends Spoken {
  static override styles = [
    base,
    css`
      :host {
        max-inline-size: 44rem;
        margin-inline: auto;
        padding: var(--s4) var(--s4) var(--s6);
      }
      h1 {
        font-size: var(--title-l);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<h1>${t("task.title")}</h1>
      <accueil-tasks></accueil-tasks>`;
  }
}
