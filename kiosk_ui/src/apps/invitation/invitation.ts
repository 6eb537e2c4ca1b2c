/** A guest's own page: their invitation, their answer, what they need, what they agree to. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { languages, languagesLook } from "../../elements/languages";
import { Spoken } from "../../elements/spoken";
import { base, buttons, fields, marble } from "../../elements/styles";
import { wrong } from "../../elements/wrong";
import "../../elements/switch";
import { api, ApiError } from "../../lib/api";
import type { FeedbackGiven } from "../../lib/aftermath-views";
import { date } from "../../lib/format";
import type { GuestPurpose, InvitationView } from "../../lib/guest-views";
import { language, t, type Key } from "../../lib/i18n";
import { dayThere, hoursThere, momentThere, said } from "../../lib/said";
import { trouble } from "../../lib/trouble";
import type { Answer } from "./answer-form";
import "./answer-form";
import "./feedback-form";
import type { Opinion } from "./feedback-form";
import { look, page } from "./look";
import "./needs-form";
import type { Needs } from "./needs-form";

/** Which words a guest has read; the server keeps it with the consent. */
const TEXT_VERSION = "1";
const SWITCHES = ["photos", "events"] as const;
const REASONS = ["closed", "over", "no_place", "too_many", "name_wanted"] as const;

@customElement("accueil-invitation")
export class Invitation extends Spoken {
  static override styles = [base, buttons, fields, languagesLook, marble, look, page];

  @state() private shown: InvitationView | null = null;
  @state() private unknown = false;
  @state() private trouble = "";
  @state() private busy = false;
  @state() private changing = false;
  @state() private opinion: FeedbackGiven | null = null;
  private readonly token = location.pathname.split("/")[2] ?? "";
  private readonly path = `/invitations/${this.token}`;
  /** Whether they came by the link in our thanks, to say what they thought. */
  private readonly asked = location.pathname.startsWith("/f/");

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    const { shown } = this;
    if (!shown) return this.alone();
    document.title = `${said(shown.titles)} · ${shown.brand}`;
    return html`<main>
      ${this.head(shown)}
      <div class="page">
        ${this.story(shown)}
        ${this.opinion?.may_tell
          ? this.thoughts(this.opinion)
          : html`<section aria-labelledby="answer">
              ${this.asked && this.opinion
                ? html`<p class="quiet" role="status">${t("invitation.feedback_not_yet")}</p>`
                : nothing}
              ${this.answer(shown)}
            </section>`}
        ${this.more(shown)} ${languages()}
      </div>
    </main>`;
  }

  private head(shown: InvitationView): TemplateResult {
    const chosen = shown.sessions.find((one) => one.number === shown.session);
    const { starts, ends } = chosen ?? shown;
    return html`<header class="marble clear">
      ${shown.picture
        ? html`<img class="picture" src="/api/v1${this.path}/picture?v=${shown.picture}" alt="" />`
        : nothing}
      <p class="over">${shown.brand}</p>
      <h1><bdi>${said(shown.titles)}</bdi></h1>
      <p class="when">
        <span>${dayThere(starts, shown.time_zone)}</span>
        <span class="figures"><bdi>${hoursThere(starts, ends, shown.time_zone)}</bdi></span>
      </p>
    </header>`;
  }

  private story(shown: InvitationView): TemplateResult {
    const place = [shown.brand, shown.boutique, shown.zone_name].filter(Boolean).join(" · ");
    const rows: [Key, string][] = [
      ["invitation.place", place],
      ["invitation.dress", said(shown.dress_codes)],
      ["invitation.host", shown.host ?? ""],
    ];
    return html`<section>
      <p class="dear">${t("invitation.dear", { name: shown.given_name || shown.display_name })}</p>
      ${said(shown.texts) ? html`<p class="words"><bdi>${said(shown.texts)}</bdi></p>` : nothing}
      <dl>
        ${rows
          .filter(([, value]) => value)
          .map(([key, value]) => html`<dt>${t(key)}</dt><dd><bdi>${value}</bdi></dd>`)}
      </dl>
    </section>`;
  }

  /** In the place of their answer, which has had its day: they came. */
  private thoughts(given: FeedbackGiven): TemplateResult {
    return html`<section aria-labelledby="thoughts">
      <h2 id="thoughts">${t("invitation.feedback")}</h2>
      ${given.stars === null
        ? nothing
        : html`<p class="state dear" role="status">${t("invitation.feedback_thanks")}</p>`}
      ${wrong(this.trouble)}
      <accueil-feedback-form
        .given=${given}
        ?busy=${this.busy}
        @feedback=${(event: CustomEvent<Opinion>) => this.think(event.detail)}
      ></accueil-feedback-form>
    </section>`;
  }

  private answer(shown: InvitationView): TemplateResult {
    const form = shown.may_answer && (this.changing || !this.settled(shown));
    return html`<h2 id="answer" class=${this.settled(shown) ? "unseen" : ""}>
        ${t("invitation.answer")}
      </h2>
      ${this.standing(shown)}
      ${wrong(this.trouble)}
      ${this.pass(shown)}
      ${form
        ? html`<accueil-answer-form
            .shown=${shown}
            ?busy=${this.busy}
            @answer=${(event: CustomEvent<Answer>) => this.send(event.detail)}
          ></accueil-answer-form>`
        : this.steps(shown)}`;
  }

  /** Where they stand, in words; nothing while they have not answered. */
  private standing(shown: InvitationView): TemplateResult | typeof nothing {
    if (shown.cancelled) return this.state("gone", "cancelled_event");
    switch (shown.standing) {
      case "confirmed":
        return this.state("", "confirmed", { count: shown.companions.length });
      case "waiting":
        return this.state("waits", "waiting");
      case "offered":
        return this.state("", "offered", {
          until: shown.offer_until ? momentThere(shown.offer_until, shown.time_zone) : "",
        });
      case "declined":
      case "cancelled":
        return this.state("gone", "declined");
      default:
        return shown.may_answer ? nothing : this.state("gone", "closed");
    }
  }

  private state(
    look: string,
    word: "confirmed" | "waiting" | "offered" | "declined" | "closed" | "cancelled_event",
    values: Record<string, string | number> = {},
  ): TemplateResult {
    return html`<div class="state ${look}" role="status">
      <p class="dear">${t(`invitation.state_${word}`, values)}</p>
      <p>${t(`invitation.about_${word}`, values)}</p>
    </div>`;
  }

  /** What they show at the door; a live one changes, and is shown on its own page. */
  private pass(shown: InvitationView): TemplateResult | typeof nothing {
    if (shown.pass_number === null || !shown.may_leave) return nothing;
    void import("../../elements/typed-code"); // a page without a pass stays lighter
    const page = `/p/${this.token}`;
    return html`<div class="pass">
      <h3>${t("invitation.pass")}</h3>
      ${shown.live_pass
        ? html`<p class="quiet">${t("invitation.pass_live")}</p>`
        : html`<img
              src="${page}/pass.svg?n=${shown.pass_number}"
              width="240"
              height="240"
              alt=${t("invitation.pass_code")}
            />
            <accueil-typed-code .code=${shown.pass_typed}></accueil-typed-code>
            <p class="quiet">${t("invitation.pass_say")}</p>`}
      <a class="button primary" href="${page}?lang=${language()}">${t("invitation.pass_open")}</a>
    </div>`;
  }

  private steps(shown: InvitationView): TemplateResult {
    const away = shown.standing === "declined" || shown.standing === "cancelled";
    return html`<div class="actions">
      ${shown.may_answer && this.settled(shown)
        ? html`<button @click=${() => (this.changing = true)}>
            ${t(away ? "invitation.after_all" : "invitation.change")}
          </button>`
        : nothing}
      ${shown.may_leave && this.settled(shown)
        ? html`<button class="bare" ?disabled=${this.busy} @click=${this.leave}>
            ${t("invitation.cancel")}
          </button>`
        : nothing}
    </div>`;
  }

  /** Asked of who comes; what was agreed to can be taken back by everybody. */
  private more(shown: InvitationView): TemplateResult | typeof nothing {
    const comes = shown.standing === "confirmed" || shown.standing === "waiting";
    const asked = comes && shown.may_leave;
    const told = Boolean(shown.allergies || shown.access);
    if (!asked && !told && !shown.consents.some((one) => one.stands)) return nothing;
    return html`${asked || told ? this.needs(shown) : nothing}
      <section aria-labelledby="agree">
        <h2 id="agree">${t("my.agree")}</h2>
        <p class="quiet">${t("invitation.agree_say")}</p>
        <ul class="agree">
          ${SWITCHES.map((purpose) => this.consent(shown, purpose))}
        </ul>
      </section>`;
  }

  private needs(shown: InvitationView): TemplateResult {
    return html`<section aria-labelledby="needs">
      <h2 id="needs">${t("invitation.needs")}</h2>
      <accueil-needs-form
        allergies=${shown.allergies}
        access=${shown.access}
        ?busy=${this.busy}
        @needs=${(event: CustomEvent<Needs>) =>
          this.act(() =>
            api.put(`${this.path}/needs`, { ...event.detail, text_version: TEXT_VERSION }),
          )}
      ></accueil-needs-form>
    </section>`;
  }

  private consent(shown: InvitationView, purpose: GuestPurpose): TemplateResult {
    const one = shown.consents.find((consent) => consent.purpose === purpose);
    const since = one?.stands
      ? one.given_at && t("my.given", { date: date(one.given_at) })
      : one?.withdrawn_at && t("my.withdrawn", { date: date(one.withdrawn_at) });
    return html`<li>
      <accueil-switch
        label=${t(`invitation.purpose_${purpose as "photos" | "events"}`)}
        hint=${t(`invitation.purpose_${purpose as "photos" | "events"}_more`)}
        ?checked=${one?.stands ?? false}
        ?disabled=${this.busy}
        @switch=${(event: CustomEvent<boolean>) => this.agree(purpose, event.detail)}
      ></accueil-switch>
      ${since ? html`<p class="since">${since}</p>` : nothing}
    </li>`;
  }

  private alone(): TemplateResult {
    const words = this.unknown ? t("invitation.unknown") : this.trouble || t("common.loading");
    return html`<main class="alone marble clear">
      <p class="over">${this.dataset["brandName"]}</p>
      <h1>${t("invitation.title")}</h1>
      <p class="quiet" role="status">${words}</p>
      ${this.trouble && !this.unknown
        ? html`<button @click=${this.read}>${t("common.again")}</button>`
        : nothing}
      ${languages()}
    </main>`;
  }

  // ---------------------------------------------------------------- what happens

  /** Whether they have answered, so that the form stands back. */
  private settled(shown: InvitationView): boolean {
    return shown.standing !== "invited" && shown.standing !== "offered";
  }

  private readonly read = async (): Promise<void> => {
    this.trouble = "";
    try {
      [this.shown, this.opinion] = await Promise.all([
        api.get<InvitationView>(this.path),
        api.get<FeedbackGiven>(`${this.path}/feedback`),
      ]);
    } catch (error) {
      this.unknown = error instanceof ApiError && error.status === 404;
      this.trouble = trouble(error);
    }
  };

  private readonly leave = (): Promise<void> => this.send({ coming: false });

  private send(answer: Answer): Promise<void> {
    return this.act(() => api.put(`${this.path}/answer`, { ...answer, language: language() }));
  }

  private agree(purpose: GuestPurpose, yes: boolean): Promise<void> {
    const path = `${this.path}/consents/${purpose}`;
    return this.act(() => (yes ? api.put(path, { text_version: TEXT_VERSION }) : api.remove(path)));
  }

  private think(opinion: Opinion): Promise<void> {
    const path = `${this.path}/feedback`;
    return this.attempt(async () => {
      this.opinion = await (opinion ? api.put<FeedbackGiven>(path, opinion) : api.remove(path));
    });
  }

  private act(ask: () => Promise<InvitationView>): Promise<void> {
    return this.attempt(async () => {
      this.shown = await ask();
      this.changing = false;
    });
  }

  private async attempt(ask: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.trouble = "";
    try {
      await ask();
    } catch (error) {
      this.trouble = refusal(error) ?? trouble(error);
    } finally {
      this.busy = false;
    }
  }
}

/** The server's reason, in the guest's words. */
function refusal(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  const given = (error.problem.extra as { reason?: string } | undefined)?.reason;
  const reason = REASONS.find((one) => one === given);
  return reason ? t(`invitation.refused_${reason}`) : null;
}
