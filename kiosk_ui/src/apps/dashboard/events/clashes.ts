/** What the event would run into as it stands in the editor; asked again while it is written. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base } from "../../../elements/styles";
import { api } from "../../../lib/api";
import type { ClashView } from "../../../lib/event-views";
import { t } from "../../../lib/i18n";
import { eventLook } from "./look";
import type { Draft } from "./draft";
import { dayOf, said, timeOf } from "./words";

const QUIET_MS = 350;

@customElement("accueil-event-clashes")
export class EventClashes extends Spoken {
  static override styles = [
    base,
    eventLook,
    css`
      .fine {
        color: var(--accent);
        font-size: var(--text-s);
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property() zone = "";
  @property({ attribute: "event-id" }) eventId = "";
  @state() private found: ClashView[] | null = null;
  private asked = "";
  private soon: ReturnType<typeof setTimeout> | undefined;

  override updated(changed: PropertyValues<this>): void {
    if (!changed.has("draft") && !changed.has("eventId")) return;
    const body = JSON.stringify(this.considered());
    if (body === this.asked) return;
    this.asked = body;
    clearTimeout(this.soon);
    this.soon = setTimeout(() => void this.ask(body), QUIET_MS);
  }

  override disconnectedCallback(): void {
    clearTimeout(this.soon);
    super.disconnectedCallback();
  }

  override render(): TemplateResult | typeof nothing {
    const { found } = this;
    if (!found) return nothing;
    return html`<div role="status">
      ${found.length
        ? html`<ul class="notice">
            ${found.map((clash) => html`<li>${this.words(clash)}</li>`)}
          </ul>`
        : html`<p class="fine">${t("events.no_clash")}</p>`}
    </div>`;
  }

  private words(clash: ClashView): string {
    const values = {
      day: dayOf(clash.since, this.zone),
      from: timeOf(clash.since, this.zone),
      until: timeOf(clash.until, this.zone),
      event: said(clash.titles),
      name: clash.host ?? "",
      count: clash.holds ?? 0,
    };
    return t(`events.clash.${clash.kind}`, values);
  }

  private considered(): unknown {
    const { kind, starts, ends, capacity, zone, sessions, host_id, rules } = this.draft;
    const { doors_open_before_min, doors_close_after_min } = rules;
    return {
      ...{ kind, starts, ends, capacity, zone, sessions, host_id },
      ...{ doors_open_before_min, doors_close_after_min, event_id: this.eventId },
    };
  }

  /** A plan that cannot be held yet runs into nothing; saving says what is wrong with it. */
  private async ask(body: string): Promise<void> {
    const found = await api
      .post<ClashView[]>("/event-clashes", JSON.parse(body))
      .catch(() => null);
    if (body === this.asked) this.found = found;
  }
}
