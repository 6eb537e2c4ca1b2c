/** A guest list from a spreadsheet: looked at first, taken whole or not at all. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/sheet";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { GuestColumn, ImportView } from "../../../lib/guest-views";
import { t, type Key } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { guestLook } from "./look";

const COLUMNS: Record<GuestColumn, Key> = {
  given_name: "field.given_name",
  family_name: "field.family_name",
  email: "field.email",
  phone: "field.phone",
  language: "field.language",
  plus_ones: "guests.plus_ones",
  session: "guests.session",
  note: "field.note",
};

@customElement("accueil-guest-file")
export class GuestFile extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    guestLook,
    css`
      accueil-sheet p,
      accueil-sheet .scroll,
      accueil-sheet .end {
        margin-block-start: var(--s3);
      }
      .value {
        display: block;
        color: var(--refusal);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() path = "";
  @property({ type: Boolean }) open = false;
  @state() private file: Blob | null = null;
  @state() private seen: ImportView | null = null;
  @state() private said = "";

  override render(): TemplateResult {
    return html`<accueil-sheet label=${t("guests.from_file")} ?open=${this.open}>
      <p class="quiet">${t("guests.file_say")}</p>
      <p class="field">
        <label class="field"
          >${t("guests.file")}<input
            type="file"
            accept=".csv,.txt,text/csv"
            @click=${this.anew}
            @change=${this.choose}
        /></label>
      </p>
      ${wrong(this.said)}
      ${this.seen ? this.preview(this.seen) : nothing}
    </accueil-sheet>`;
  }

  private preview(seen: ImportView): TemplateResult {
    return html`${seen.unknown_columns.length
      ? html`<p class="small quiet">
          ${t("guests.file_ignored", { columns: seen.unknown_columns.join(", ") })}
        </p>`
      : nothing}
    ${seen.mistakes.length ? this.mistakes(seen) : this.taking(seen)}`;
  }

  /** Nothing of it can be taken: there is no figure of new guests, and no button. */
  private mistakes({ mistakes }: ImportView): TemplateResult {
    return html`<p class="wrong" role="alert">${t("guests.file_wrong", { count: mistakes.length })}</p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t("guests.file_mistakes")}>
        <table>
          ${mistakes.map(
            (one) => html`<tr>
              <th scope="row" class="figures">${t("guests.file_line", { line: one.line })}</th>
              <td>
                ${one.column ? t(COLUMNS[one.column]) : ""}
                ${one.value ? html`<bdi class="value">${one.value}</bdi>` : nothing}
              </td>
              <td>${t(`slip.${one.slip}`, { figure: one.figure })}</td>
            </tr>`,
          )}
        </table>
      </div>`;
  }

  private taking(seen: ImportView): TemplateResult {
    return html`<p role="status">
        ${t("guests.file_preview", { fresh: seen.fresh, known: seen.known })}
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label=${t("guests.title")}>
        <table>
          ${seen.lines.slice(0, 200).map(
            (one) => html`<tr>
              <th scope="row" class="figures">${one.line}</th>
              <td><bdi>${one.display_name}</bdi></td>
              <td>${one.email}</td>
              <td>${one.known ? t("guests.on_list") : ""}</td>
            </tr>`,
          )}
        </table>
      </div>
      <div class="end">
        <button class="primary" ?disabled=${!seen.fresh} @click=${this.take}>
          ${t("guests.file_take", { count: seen.fresh })}
        </button>
      </div>`;
  }

  /** The same file, mended, is chosen again: a browser tells of no change otherwise. */
  private readonly anew = (event: Event): void => {
    (event.target as HTMLInputElement).value = "";
  };

  private readonly choose = async (event: Event): Promise<void> => {
    const chosen = (event.target as HTMLInputElement).files?.[0];
    this.seen = null;
    if (!chosen) return;
    this.file = new Blob([chosen], { type: "text/csv" });
    this.seen = await this.send(true);
  };

  private readonly take = async (): Promise<void> => {
    const taken = await this.send(false);
    if (!taken) return;
    this.seen = null;
    this.tell("changed");
    this.tell("closed");
  };

  private async send(preview: boolean): Promise<ImportView | null> {
    if (!this.file) return null;
    try {
      this.said = "";
      return await api.postFile<ImportView>(`${this.path}/guests/file?preview=${preview}`, this.file);
    } catch (error) {
      this.said = trouble(error);
      return null;
    }
  }
}
