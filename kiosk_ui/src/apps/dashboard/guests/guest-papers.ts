/** What a guest holds and what was written to them: the pass anew or away, a letter once more. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import type { GuestView, LetterView } from "../../../lib/guest-views";
import { t } from "../../../lib/i18n";
import { momentThere } from "../../../lib/said";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { guestLook } from "./look";

const LOOK_AGAIN_MS = 4000;
type Deed = "reissue" | "revoke";

@customElement("accueil-guest-papers")
export class GuestPapers extends Spoken {
  static override styles = [
    base,
    buttons,
    look,
    guestLook,
    css`
      :host {
        display: grid;
        gap: var(--s4);
        margin-block-start: var(--s5);
        padding-block-start: var(--s4);
        border-block-start: 1px solid var(--hairline);
      }
      h3 {
        margin-block-end: var(--s2);
        font-size: var(--title-s);
      }
      .sure {
        display: grid;
        gap: var(--s2);
        padding: var(--s3) var(--s4);
        border-radius: var(--radius);
        background: var(--attention-wash);
      }
      .sure .actions {
        padding-block-end: 0;
      }
      .rows li .alert,
      .rows li .small {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) guest!: GuestView;
  @property() zone = "";
  @state() private letters: LetterView[] | null = null;
  @state() private asking: Deed | "" = "";
  @state() private busy = false;
  @state() private told = "";
  @state() private said = "";
  private later: ReturnType<typeof setTimeout> | undefined;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("guest")) return;
    if (changed.get("guest")?.id !== this.guest.id) {
      this.letters = null;
      this.asking = this.told = this.said = "";
    }
    void this.read();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.later);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`${this.guest.standing === "confirmed" ? this.pass() : nothing}
      ${this.told ? html`<p class="good" role="status">${this.told}</p>` : nothing}
      ${wrong(this.said)}
      <section>
        <h3>${t("letters.title")}</h3>
        ${this.letters?.length
          ? html`<ul class="rows">
              ${this.letters.map((one) => this.letter(one))}
            </ul>`
          : html`<p class="none" role="status">
              ${t(this.letters ? "letters.none" : "common.loading")}
            </p>`}
      </section>`;
  }

  private pass(): TemplateResult {
    const { asking } = this;
    return html`<section>
      <h3>${t("passes.title")}</h3>
      ${asking
        ? html`<div class="sure" role="group" aria-label=${t(`passes.${asking}`)}>
            <p>${this.meaning(asking)}</p>
            <div class="actions">
              <button
                class=${asking === "revoke" ? "refusal" : "primary"}
                ?disabled=${this.busy}
                @click=${() => this.settle(asking)}
              >
                ${t(`passes.${asking}_sure`)}
              </button>
              <button ?disabled=${this.busy} @click=${() => (this.asking = "")}>
                ${t("common.cancel")}
              </button>
            </div>
          </div>`
        : html`<div class="actions">
            <button @click=${() => (this.asking = "reissue")}>${t("passes.reissue")}</button>
            <button class="refusal" @click=${() => (this.asking = "revoke")}>
              ${t("passes.revoke")}
            </button>
          </div>`}
    </section>`;
  }

  private meaning(deed: Deed): string {
    if (deed === "revoke") return t("passes.revoke_means");
    return t(this.guest.email ? "passes.reissue_writes" : "passes.reissue_by_hand");
  }

  private letter(one: LetterView): TemplateResult {
    const kind = t(`letter_kind.${one.kind}`);
    const written = momentThere(one.written_at, this.zone);
    return html`<li>
      <span class="main"
        ><b>${kind}</b>
        <span class="small quiet">${written}</span>
        <span class="small ${one.state === "refused" ? "alert" : "quiet"}"
          >· ${this.became(one)}</span
        >
        ${one.trouble && one.state !== "sent"
          ? html`<br /><span class="small quiet"><bdi>${one.trouble}</bdi></span>`
          : nothing}</span
      >
      ${one.state === "sent" || one.state === "refused"
        ? html`<button
            ?disabled=${this.busy}
            aria-label=${t("letters.again_named", { kind, at: written })}
            @click=${() => this.again(one)}
          >
            ${t("letters.again")}
          </button>`
        : nothing}
    </li>`;
  }

  private became(one: LetterView): string {
    if (one.state === "waiting" && one.attempts) {
      return t("letters.tried", { count: one.attempts });
    }
    return t(`letter_state.${one.state}`);
  }

  private settle(deed: Deed): Promise<void> {
    return this.act(async () => {
      const path = `/guests/${this.guest.id}/pass`;
      await (deed === "reissue" ? api.post(path) : api.remove(path));
      this.asking = "";
      this.told = t(`passes.${deed}_done`);
      this.tell("changed");
    });
  }

  private again(one: LetterView): Promise<void> {
    return this.act(async () => {
      await api.post(`/letters/${one.id}/again`);
      this.told = t("letters.goes_again");
    });
  }

  private async act(ask: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.told = this.said = "";
    try {
      await ask();
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
    await this.read();
  }

  /** A letter that waits is looked at again: the mail server's answer is told to no screen. */
  private async read(): Promise<void> {
    const { id } = this.guest;
    clearTimeout(this.later);
    try {
      const letters = await api.get<LetterView[]>(`/guests/${id}/letters`);
      if (id !== this.guest.id) return;
      this.letters = letters;
    } catch (error) {
      if (id === this.guest.id) this.said = trouble(error);
      return;
    }
    clearTimeout(this.later);
    if (this.isConnected && this.letters.some((one) => one.state === "waiting")) {
      this.later = setTimeout(() => void this.read(), LOOK_AGAIN_MS);
    }
  }
}
