/**
 * A client's photo: with their consent it is taken, changed and removed; without, nothing is.
 *
 * Tells `photo` with the client as they are after each change.
 */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { api } from "../lib/api";
import { TEXT_VERSION } from "../lib/consent";
import { t } from "../lib/i18n";
import { shrink } from "../lib/photo";
import { trouble } from "../lib/trouble";
import type { ClientView } from "../lib/views";
import "./monogram";
import "./sheet";
import { Spoken } from "./spoken";
import { base, buttons, fields } from "./styles";
import { wrong } from "./wrong";
import "./switch";

@customElement("accueil-photo-sheet")
export class PhotoSheet extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      .sheet {
        display: grid;
        gap: var(--s4);
        padding-block-end: var(--s3);
      }
      .who {
        display: grid;
        justify-items: center;
        gap: var(--s3);
        padding-block-start: var(--s2);
        text-align: center;
      }
      .who accueil-monogram {
        --size: 9rem;
      }
      .who b {
        font: 600 var(--title-s) / 1.2 var(--serif);
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  @property({ attribute: "client-id" }) clientId = "";
  @state() private client: ClientView | null = null;
  @state() private said = "";
  @state() private busy = false;
  @query("input") private file!: HTMLInputElement;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("open") || !this.open) return;
    this.client = null;
    void this.change(async () => undefined);
  }

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("photo.title")} ?open=${this.open}>
      <div class="sheet">
        ${wrong(this.said)}
        ${this.client ? this.body(this.client) : this.waiting()}
      </div>
    </accueil-sheet>`;
  }

  private waiting(): TemplateResult | typeof nothing {
    return this.said ? nothing : html`<p class="quiet" role="status">${t("common.loading")}</p>`;
  }

  private body(client: ClientView): TemplateResult {
    const agreed = client.consents.some((one) => one.purpose === "photo" && one.stands);
    return html`<div class="who">
        <accueil-monogram
          .text=${client.monogram}
          .tier=${client.tier}
          .photo=${client.photo_url}
        ></accueil-monogram>
        <b>${client.display_name}</b>
      </div>
      <accueil-switch
        label=${t("photo.consent")}
        hint=${t("photo.consent_hint")}
        ?checked=${agreed}
        ?disabled=${this.busy}
        @switch=${(event: CustomEvent<boolean>) => this.agree(event.detail)}
      ></accueil-switch>
      <input type="file" accept="image/*" hidden @change=${this.chosen} />
      <button
        class="primary great wide"
        ?disabled=${!agreed || this.busy}
        @click=${() => this.file.click()}
      >
        ${t(client.photo_url ? "photo.change" : "photo.add")}
      </button>
      ${client.photo_url
        ? html`<button class="refusal wide" ?disabled=${this.busy} @click=${this.erase}>
            ${t("photo.remove")}
          </button>`
        : nothing}`;
  }

  private agree(agreed: boolean): Promise<void> {
    const path = `/clients/${this.clientId}/consents/photo`;
    return this.change(() =>
      agreed
        ? api.put(path, { proof: t("photo.proof"), text_version: TEXT_VERSION })
        : api.remove(path),
    );
  }

  private async chosen(): Promise<void> {
    const [file] = this.file.files ?? [];
    this.file.value = "";
    if (!file) return;
    let small: Blob;
    try {
      small = await shrink(file);
    } catch {
      this.said = t("photo.unreadable");
      return;
    }
    await this.change(() => api.putFile(`/clients/${this.clientId}/photo`, small));
  }

  private erase(): Promise<void> {
    return this.change(() => api.remove(`/clients/${this.clientId}/photo`));
  }

  private async change(work: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.said = "";
    const known = this.client !== null;
    try {
      await work();
      this.client = await api.get<ClientView>(`/clients/${this.clientId}`);
      if (known) this.tell<ClientView>("photo", this.client);
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  }
}
