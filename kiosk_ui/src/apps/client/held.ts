/** Everything that is held, section by section; to take away in one file, and to have erased. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base, buttons } from "../../elements/styles";
import { api } from "../../lib/api";
import { date } from "../../lib/format";
import { t } from "../../lib/i18n";
import { trouble } from "../../lib/trouble";
import type { HeldView } from "../../lib/views";
import { once, told } from "./held-words";

/** Those that the page itself does not show already. */
const SECTIONS = ["visits", "purchases", "promises", "baskets", "events", "service", "identities", "photo",
  "trail"] as const;

@customElement("accueil-held")
export class Held extends Spoken {
  static override styles = [
    base,
    buttons,
    css`
      section {
        padding-block: var(--s6) var(--s5);
        border-block-end: 1px solid var(--hairline);
      }
      h2 {
        margin-block-end: var(--s3);
        font-size: var(--title-m);
      }
      details {
        border-block-start: 1px solid var(--hairline);
      }
      summary {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-block-size: var(--target, 2.75rem);
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary span {
        color: var(--quiet);
        font-variant-numeric: tabular-nums;
      }
      li {
        padding-block: var(--s2);
        overflow-wrap: anywhere;
      }
      time {
        display: block;
        color: var(--quiet);
        font-size: var(--text-s);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3);
        margin-block-start: var(--s4);
      }
      .said {
        margin-block-start: var(--s3);
        color: var(--refusal);
      }
      section > p + .actions a {
        text-decoration: none;
      }
    `,
  ];

  @state() private held: HeldView | null = null;
  @state() private said = "";
  @state() private sure = false;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    return html`${this.held ? this.more(this.held) : nothing} ${this.take()} ${this.erasure()}
    ${this.said ? html`<p class="said" role="alert">${this.said}</p>` : nothing}`;
  }

  private more(held: HeldView): TemplateResult {
    return html`<section>
      <h2>${t("my.more")}</h2>
      <p class="quiet">${t("my.more_say")}</p>
      ${SECTIONS.map((key) => this.section(key, held))}
      <div class="actions"><a class="button" href="/privacy">${t("my.why")}</a></div>
    </section>`;
  }

  private section(key: (typeof SECTIONS)[number], held: HeldView): TemplateResult | typeof nothing {
    const rows = held.sections.find((section) => section.key === key)?.rows ?? [];
    const all = rows.map(told).filter((line) => line !== null);
    const lines = key === "trail" ? once(all) : all;
    if (!lines.length) return nothing;
    return html`<details>
      <summary>${t(`held.${key}`)}<span>${lines.length}</span></summary>
      <ul>
        ${lines.map(
          (line) => html`<li>
            ${line.when ? html`<time>${line.when}</time>` : nothing}<bdi>${line.said}</bdi>
          </li>`,
        )}
      </ul>
    </details>`;
  }

  private take(): TemplateResult {
    return html`<section>
      <h2>${t("my.take")}</h2>
      <p class="quiet">${t("my.take_say")}</p>
      <div class="actions">
        <a class="button" href="/api/v1/my/held" download="accueil.json">${t("my.take_do")}</a>
      </div>
    </section>`;
  }

  private erasure(): TemplateResult {
    const asked = this.held?.erasure_asked_at;
    return html`<section>
      <h2>${t("my.erase")}</h2>
      <p class="quiet" role="status">
        ${asked ? t("my.erase_asked", { date: date(asked.slice(0, 10)) }) : t("my.erase_say")}
      </p>
      <div class="actions">
        ${asked
          ? this.button("my.erase_back", () => this.wish(false))
          : this.sure
            ? html`${this.button("my.erase_sure", () => this.wish(true))}
              ${this.button("my.erase_not", () => (this.sure = false))}`
            : this.button("my.erase_ask", () => (this.sure = true))}
      </div>
    </section>`;
  }

  private button(
    words: "my.erase_back" | "my.erase_sure" | "my.erase_not" | "my.erase_ask",
    tapped: () => void,
  ): TemplateResult {
    return html`<button ?disabled=${this.busy} @click=${tapped}>${t(words)}</button>`;
  }

  private async wish(erase: boolean): Promise<void> {
    this.busy = true;
    this.said = "";
    try {
      await (erase ? api.put("/my/erasure", {}) : api.remove("/my/erasure"));
      this.sure = false;
      await this.read();
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.busy = false;
    }
  }

  private async read(): Promise<void> {
    try {
      this.held = await api.get<HeldView>("/my/held");
    } catch (error) {
      this.said = trouble(error);
    }
  }
}
