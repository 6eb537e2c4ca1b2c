/** An associate's own guests: propose within the allocation, note an answer, show the link. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/qr";
import "../../elements/sheet";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import { api } from "../../lib/api";
import { Again } from "../../lib/evening-list";
import type { GuestView, MyListView } from "../../lib/guest-views";
import { t } from "../../lib/i18n";
import type { AssociateSocket } from "../../lib/live";
import { dayThere, hoursThere, said } from "../../lib/said";
import { trouble } from "../../lib/trouble";

const ASKED = ["invited", "confirmed", "declined", "waiting", "offered", "cancelled"];

@customElement("accueil-my-guests")
export class MyGuests extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        padding: var(--s5) var(--s4) var(--s7);
      }
      section {
        display: grid;
        gap: var(--s3);
        padding-block-end: var(--s5);
      }
      h2 {
        font-size: var(--title-m);
      }
      li button {
        justify-content: space-between;
        gap: var(--s4);
        inline-size: 100%;
        padding: var(--s3) 0;
        border: 0;
        border-block-end: 1px solid var(--hairline);
        border-radius: 0;
        text-align: start;
      }
      li b {
        font: 600 1.375rem/1.2 var(--serif);
        overflow-wrap: anywhere;
      }
      li span {
        color: var(--quiet);
        font-size: var(--text-s);
        white-space: nowrap;
      }
      .confirmed {
        color: var(--accent);
        font-weight: 600;
      }
      form,
      .steps {
        display: grid;
        gap: var(--s3);
      }
      accueil-qr {
        display: block;
        max-inline-size: 15rem;
        margin-inline: auto;
      }
    `,
  ];

  @property({ attribute: false }) line: AssociateSocket | null = null;
  @state() private lists: MyListView[] | null = null;
  @state() private proposing = "";
  @state() private open = "";
  @state() private link = "";
  @state() private said = "";
  @state() private session: number | null = null;
  private readonly again = new Again(() => void this.read());

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("line")) this.again.listen(this.line);
  }

  override disconnectedCallback(): void {
    this.again.stop();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const list = this.lists?.find((one) => one.guests.some((guest) => guest.id === this.open));
    const guest = list?.guests.find((one) => one.id === this.open);
    return html`<h1 class="unseen">${t("my_guests.title")}</h1>
      ${wrong(this.said)}
      ${this.lists?.length === 0
        ? html`<p class="quiet">${t("my_guests.nothing")}</p>`
        : (this.lists ?? []).map((list) => this.list(list))}
      <accueil-sheet
        label=${guest?.display_name ?? ""}
        ?open=${!!guest}
        @closed=${() => {
          this.open = this.link = "";
          this.session = null;
        }}
      >
        ${list && guest ? this.steps(guest, list) : nothing}
      </accueil-sheet>
      <accueil-sheet
        label=${t("my_guests.propose")}
        ?open=${!!this.proposing}
        @closed=${() => (this.proposing = "")}
      >
        <form @submit=${this.propose}>
          <label class="field">${t("field.given_name")}<input name="given_name" required /></label>
          <label class="field">${t("field.family_name")}<input name="family_name" /></label>
          <label class="field">${t("field.email")}<input name="email" type="email" /></label>
          <button class="primary">${t("my_guests.propose")}</button>
        </form>
      </accueil-sheet>`;
  }

  private list(list: MyListView): TemplateResult {
    const left = Math.max(0, list.allocation - list.used);
    return html`<section>
      <p class="over">
        ${dayThere(list.starts, list.time_zone)} · ${hoursThere(list.starts, list.ends, list.time_zone)}
      </p>
      <h2>${said(list.titles)}</h2>
      <p class="quiet">${t("my_guests.left", { count: left })}</p>
      <ul>
        ${list.guests.map(
          (guest) => html`<li>
            <button @click=${() => (this.open = guest.id)}>
              <b><bdi>${guest.display_name}</bdi></b>
              <span class=${guest.standing}>${t(`standing.${guest.standing}`)}</span>
            </button>
          </li>`,
        )}
      </ul>
      ${left
        ? html`<button @click=${() => (this.proposing = list.event_id)}>
            ${t("my_guests.propose")}
          </button>`
        : nothing}
    </section>`;
  }

  private steps(guest: GuestView, list: MyListView): TemplateResult {
    if (!ASKED.includes(guest.standing)) {
      return html`<p class="quiet">${t(`standing.${guest.standing}`)}</p>`;
    }
    return html`<div class="steps">
      <p class="quiet">${t(`standing.${guest.standing}`)}</p>
      ${list.sessions.length > 1 ? this.sessions(guest, list) : nothing}
      <button @click=${() => this.answer(guest, true, list)}>${t("guests.says_yes")}</button>
      <button @click=${() => this.answer(guest, false, list)}>${t("guests.says_no")}</button>
      <button @click=${() => this.show(guest)}>${t("guests.link")}</button>
      ${this.link
        ? html`<accueil-qr value=${this.link} label=${t("guests.link")}></accueil-qr>`
        : nothing}
    </div>`;
  }

  /** A yes is a yes to one of them. */
  private sessions(guest: GuestView, list: MyListView): TemplateResult {
    const chosen = this.sessionFor(guest, list);
    return html`<label class="field"
      >${t("guests.session")}
      <select
        @change=${(event: Event) => (this.session = Number((event.target as HTMLSelectElement).value))}
      >
        ${list.sessions.map(
          (one) => html`<option value=${one.number} ?selected=${one.number === chosen}>
            ${hoursThere(one.starts, one.ends, list.time_zone)}
            ${one.full ? `· ${t("invitation.session_full")}` : ""}
          </option>`,
        )}
      </select>
    </label>`;
  }

  /** The one that was tapped, else the guest's own, else the first with a place. */
  private sessionFor(guest: GuestView, { sessions }: MyListView): number | null {
    const open = sessions.find((one) => !one.full) ?? sessions[0];
    return this.session ?? (guest.session || (open?.number ?? null));
  }

  private read(): Promise<void> {
    return this.act(async () => {
      this.lists = await api.get<MyListView[]>("/my-guests");
    });
  }

  private readonly propose = (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const path = `/events/${this.proposing}/proposals`;
    return this.act(async () => {
      this.lists = await api.post<MyListView[]>(path, Object.fromEntries(new FormData(form)));
      this.proposing = "";
      form.reset();
    });
  };

  private answer(guest: GuestView, coming: boolean, list: MyListView): Promise<void> {
    const companions = coming ? guest.companions : [];
    const session = coming ? this.sessionFor(guest, list) : null;
    return this.act(async () => {
      await api.post(`/guests/${guest.id}/answer`, { coming, companions, session });
      this.lists = await api.get<MyListView[]>("/my-guests");
    });
  }

  private show(guest: GuestView): Promise<void> {
    return this.act(async () => {
      this.link = (await api.post<{ url: string }>(`/guests/${guest.id}/link`)).url;
    });
  }

  private async act(ask: () => Promise<unknown>): Promise<void> {
    try {
      await ask();
      this.said = "";
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
