/** Each line that counts: its name, and whether it is a door, the street, or a way inside. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { Asking } from "../../../elements/asking";
import { base, buttons, fields } from "../../../elements/styles";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import type { DoorView, LineRole } from "../../../lib/traffic-views";
import { look } from "../look";

const PATH = "/traffic/doors";
const ROLES: LineRole[] = ["door", "street", "inside", "staff"];

@customElement("accueil-counting-lines")
export class CountingLines extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      form {
        display: grid;
        flex: 1;
        grid-template-columns: minmax(0, 1fr) minmax(12.5rem, 1fr) auto;
        gap: var(--s2) var(--s3);
        align-items: end;
      }
      form .from,
      form .tick {
        grid-column: 1 / -1;
      }
      .tick {
        display: flex;
        gap: var(--s2);
        align-items: center;
        min-block-size: var(--touch);
      }
      @media (max-width: 30rem) {
        form {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @state() private lines: DoorView[] | null = null;
  @state() private saved = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.change(async () => {
      this.lines = await api.get<DoorView[]>(PATH);
    });
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head"><h2>${t("counting.lines")}</h2></div>
      ${this.wrong()}
      ${this.lines?.length
        ? html`<ul class="rows">
            ${this.lines.map((one) => html`<li>${this.line(one)}</li>`)}
          </ul>`
        : html`<p class="none">${t(this.lines ? "counting.no_lines" : "common.loading")}</p>`}
    </section>`;
  }

  private line(one: DoorView): TemplateResult {
    const key = `${one.device_id}/${one.line}`;
    return html`<form @submit=${(event: SubmitEvent) => this.save(event, one)}>
      <p class="from small quiet">
        <a href="#places/${encodeURIComponent(one.device_id)}">${one.device_name || one.device_id}</a>
        ${[one.line, one.zone_name].filter(Boolean).map((word) => ` · ${word}`)}
        ${this.saved === key
          ? html`<span role="status" class="good">${t("common.saved")}</span>`
          : nothing}
      </p>
      <label class="field"
        >${t("field.name")}<input name="name" required maxlength="120" .value=${one.name}
      /></label>
      <label class="field"
        >${t("counting.role")}<select name="role">
          ${ROLES.map(
            (role) => html`<option value=${role} ?selected=${role === one.role}>
              ${t(`counting.role.${role}`)}
            </option>`,
          )}
        </select></label
      >
      <button>${t("common.save")}</button>
      <label class="tick small"
        ><input type="checkbox" name="without_staff" ?checked=${one.without_staff} />${t(
          "counting.without_staff",
        )}</label
      >
    </form>`;
  }

  private save(event: SubmitEvent, one: DoorView): Promise<boolean> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    return this.change(async () => {
      this.lines = await api.put<DoorView[]>(PATH, {
        device_id: one.device_id,
        line: one.line,
        name: form.get("name"),
        role: form.get("role"),
        without_staff: form.has("without_staff"),
      });
      this.saved = `${one.device_id}/${one.line}`;
    });
  }

  private change(act: () => Promise<unknown>): Promise<boolean> {
    this.saved = "";
    return this.ask(act);
  }
}
