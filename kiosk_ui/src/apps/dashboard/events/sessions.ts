/** The sessions of an event: a masterclass four times a day, each with its own capacity. */

import { css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";

import { icon } from "../../../elements/icons";
import { Spoken } from "../../../elements/spoken";
import { base, buttons, fields } from "../../../elements/styles";
import { t } from "../../../lib/i18n";
import { look } from "../look";
import { withSession, type Draft, type SessionDraft } from "./draft";
import "./moment-field";

@customElement("accueil-event-sessions")
export class EventSessions extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      ol {
        display: grid;
        gap: var(--s4);
      }
      li {
        display: grid;
        grid-template-columns: 2rem minmax(0, 16rem) minmax(0, 16rem) 6.5rem var(--touch);
        gap: var(--s2) var(--s3);
        align-items: start;
      }
      li > b {
        align-self: center;
        padding-block-start: 1.25rem;
        font: 500 var(--title-s) / 1 var(--serif);
        font-variant-numeric: lining-nums;
      }
      li > button {
        margin-block-start: 1.6rem;
      }
      .end {
        margin-block-start: var(--s4);
      }
      @media (max-width: 40rem) {
        li {
          grid-template-columns: minmax(0, 1fr) var(--touch);
          padding-block-end: var(--s4);
          border-block-end: 1px solid var(--hairline);
        }
        li > b {
          padding: 0;
        }
        li > button {
          grid-row: 1;
          grid-column: 2;
          margin: 0;
        }
        li > accueil-moment-field,
        li > label {
          grid-column: 1 / -1;
        }
      }
    `,
  ];

  @property({ attribute: false }) draft!: Draft;
  @property() zone = "";

  override render(): TemplateResult {
    const { sessions } = this.draft;
    return html`${sessions.length
        ? html`<ol>
            ${sessions.map((session, place) => this.session(session, place))}
          </ol>`
        : html`<p class="small quiet">${t("events.no_sessions")}</p>`}
      <div class="end">
        <button type="button" @click=${this.add}>
          ${icon("plus")}${t("events.add_session")}
        </button>
      </div>`;
  }

  private session(session: SessionDraft, place: number): TemplateResult {
    const moment = (name: "starts" | "ends"): TemplateResult => html`<accueil-moment-field
      label=${t(`events.${name}`)}
      zone=${this.zone}
      value=${session[name]}
      @moment=${(event: CustomEvent<string>) => this.change(place, { [name]: event.detail })}
    ></accueil-moment-field>`;
    return html`<li>
      <b aria-label=${t("events.session", { number: session.number })}>${session.number}</b>
      ${moment("starts")} ${moment("ends")}
      <label class="field"
        >${t("events.capacity")}<input
          type="number"
          min="1"
          required
          inputmode="numeric"
          .value=${String(session.capacity)}
          @change=${(event: Event) =>
            this.change(place, { capacity: Number((event.target as HTMLInputElement).value) })}
      /></label>
      <button
        type="button"
        class="round"
        aria-label=${t("events.remove_session", { number: session.number })}
        @click=${() => this.without(place)}
      >
        ${icon("close")}
      </button>
    </li>`;
  }

  private readonly add = (): void => {
    const { ends, sessions } = withSession(this.draft);
    this.tell("draft", { ends, sessions });
  };

  private change(place: number, changed: Partial<SessionDraft>): void {
    const sessions = this.draft.sessions.map((one, index) =>
      index === place ? { ...one, ...changed } : one,
    );
    this.tell("draft", { sessions });
  }

  private without(place: number): void {
    const sessions = this.draft.sessions.filter((_, index) => index !== place);
    this.tell("draft", { sessions });
  }
}
