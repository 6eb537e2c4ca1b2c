/** A client is erased at their wish: what goes, what stays, and once more who asks. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { canProve, type Prove } from "../../elements/self-proof";
import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api, ApiError } from "../../lib/api";
import { t, type Key } from "../../lib/i18n";
import { wasCalledOff } from "../../lib/passkeys";
import { trouble } from "../../lib/trouble";
import type { ClientView, Ways } from "../../lib/views";
import { look } from "./look";

interface Preview {
  entries: number;
  sections: { key: string; entries: number }[];
}

const CONFLICT = 409;

@customElement("accueil-client-erase")
export class ClientErase extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .panel button {
        margin-block-start: var(--s3);
      }
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      .goes li {
        display: flex;
        justify-content: space-between;
        gap: var(--s4);
        padding-block: var(--s1);
        border-block-end: 1px solid var(--hairline);
      }
      .stays {
        display: grid;
        gap: var(--s1);
        padding-inline-start: 1.1em;
        list-style: disc;
      }
    `,
  ];

  @property({ attribute: false }) client!: ClientView;
  @state() private preview: Preview | null = null;
  @state() private ways: Ways | null = null;
  @state() private open = false;
  @state() private busy = false;
  @state() private said = "";

  override render(): TemplateResult {
    return html`<section class="panel">
        <h2>${t("erase.title")}</h2>
        <p class="quiet small">${t("erase.say", { name: this.client.display_name })}</p>
        <button class="refusal" @click=${this.begin}>${t("erase.open")}</button>
      </section>
      <accueil-sheet
        label=${t("erase.named", { name: this.client.display_name })}
        ?open=${this.open}
        @closed=${() => (this.open = false)}
      >
        <div class="sheet">
          ${wrong(this.said)}
          ${this.preview && this.ways ? this.question(this.preview, this.ways) : nothing}
        </div>
      </accueil-sheet>`;
  }

  private question(preview: Preview, ways: Ways): TemplateResult {
    return html`<h3>${t("erase.goes")}</h3>
      <ul class="goes">
        ${preview.sections.map(
          ({ key, entries }) =>
            html`<li>
              ${t(`erase.section.${key}` as Key)}
              <span class="quiet figures">${t("erase.entries", { count: entries })}</span>
            </li>`,
        )}
      </ul>
      <h3>${t("erase.stays")}</h3>
      <ul class="stays small">
        <li>${t("erase.stays_ledger")}</li>
        <li>${t("erase.stays_log")}</li>
        <li>${t("erase.stays_backups")}</li>
      </ul>
      ${this.proof(ways)}
      <button class="wide" @click=${() => (this.open = false)}>${t("common.cancel")}</button>`;
  }

  private proof(ways: Ways): TemplateResult {
    if (!canProve(ways)) {
      return html`<p class="alert">${t("erase.no_way")}</p>
        <a class="button" href="#team">${t("rooms.team")}</a>`;
    }
    return html`<p class="alert">${t("erase.for_good")}</p>
      <accueil-self-proof
        .ways=${ways}
        ?busy=${this.busy}
        tone="refusal"
        passkey=${t("erase.by_passkey")}
        password=${t("erase.by_password")}
        @proof=${(event: CustomEvent<Prove>) => this.erase(event.detail)}
      ></accueil-self-proof>`;
  }

  private readonly begin = async (): Promise<void> => {
    this.said = "";
    this.open = true;
    try {
      [this.preview, this.ways] = await Promise.all([
        api.get<Preview>(`/clients/${this.client.id}/erasure`),
        api.get<Ways>("/auth/ways"),
      ]);
    } catch (error) {
      this.said = trouble(error);
    }
  };

  private async erase(prove: Prove): Promise<void> {
    this.said = "";
    this.busy = true;
    try {
      await api.post(`/clients/${this.client.id}/erasure`, await prove());
      this.open = false;
      location.hash = "clients";
    } catch (error) {
      this.said = wentWrong(error);
    } finally {
      this.busy = false;
    }
  }
}

function wentWrong(error: unknown): string {
  if (wasCalledOff(error)) return t("strong.called_off");
  if (error instanceof ApiError && error.status === CONFLICT) return t("erase.under_way");
  return trouble(error);
}
