/** The four doors of the house. */

import { css, html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";

import { icon, type Icon } from "../../elements/icons";
import { Spoken } from "../../elements/spoken";
import { base, buttons, marble } from "../../elements/styles";
import { chooseLanguage, language, offered, t } from "../../lib/i18n";

const DOORS = [
  ["associate", "/associate", "bell"],
  ["dashboard", "/dashboard", "floor"],
  ["kiosk", "/kiosk", "screen"],
  ["client", "/client", "person"],
] as const satisfies [string, string, Icon][];

@customElement("accueil-chooser")
export class Chooser extends Spoken {
  static override styles = [
    base,
    buttons,
    marble,
    css`
      main {
        display: grid;
        grid-template-rows: 1fr auto auto;
        min-block-size: 100dvh;
        background: var(--ground);
      }
      header {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--s4);
        padding: var(--s7) var(--s5) var(--s6);
        text-align: center;
      }
      h1 {
        font-size: clamp(3rem, 2rem + 7vw, 7.5rem);
        letter-spacing: -0.02em;
      }
      header p:last-child {
        max-inline-size: 30rem;
        color: var(--quiet);
        font: italic 500 1.375rem/1.35 var(--serif);
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr));
        gap: 1px;
        border-block: 1px solid var(--hairline);
        background: var(--hairline);
      }
      li a {
        display: grid;
        grid-template-columns: auto 1fr auto;
        grid-template-areas: "icon title next" "icon more next";
        align-content: center;
        align-items: center;
        gap: 0 var(--s4);
        block-size: 100%;
        padding: var(--s5);
        background: var(--surface);
        color: var(--ink);
        text-decoration: none;
        transition: background var(--quick) var(--ease);
      }
      li a:hover {
        background: var(--accent-wash);
      }
      li a:focus-visible {
        outline-offset: -4px;
      }
      .door {
        grid-area: icon;
        font-size: 1.5rem;
        color: var(--accent);
        line-height: 0;
      }
      .next {
        grid-area: next;
        color: var(--quiet);
        line-height: 0;
      }
      b {
        grid-area: title;
        font: 600 1.625rem/1.15 var(--serif);
      }
      .more {
        grid-area: more;
        color: var(--quiet);
        font-size: var(--text-s);
      }
      @media (max-height: 30rem) and (orientation: landscape) {
        header {
          gap: var(--s2);
          padding: var(--s4) var(--s5);
        }
        h1 {
          font-size: 2.5rem;
        }
        ul {
          grid-template-columns: repeat(4, 1fr);
        }
        li a {
          grid-template-columns: auto 1fr;
          grid-template-areas: "icon title";
          gap: 0 var(--s2);
          padding: var(--s4) var(--s3);
        }
        li .more,
        li .next {
          display: none;
        }
        b {
          font-size: 1.25rem;
        }
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: center;
        gap: var(--s2) var(--s4);
        padding: var(--s3);
        background: var(--surface);
      }
      footer a {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
      }
    `,
  ];

  override render(): TemplateResult {
    return html`<main>
      <header class="marble clear">
        <p class="over">${this.dataset["boutiqueName"]}</p>
        <h1>${this.dataset["brandName"]}</h1>
        <p>${t("chooser.say")}</p>
      </header>
      <ul>
        ${DOORS.map(
          ([name, address, sign]) => html`<li>
            <a href=${address}>
              <span class="door">${icon(sign)}</span>
              <b>${t(`chooser.${name}`)}</b>
              <span class="more">${t(`chooser.${name}_more`)}</span>
              <span class="next">${icon("next")}</span>
            </a>
          </li>`,
        )}
      </ul>
      <footer>
        <a href="/pair">${t("chooser.pair")}</a>
        ${offered().map(
          ([tag, name]) => html`<button
            class="bare"
            lang=${tag}
            aria-pressed=${tag === language() ? "true" : "false"}
            @click=${() => chooseLanguage(tag)}
          >
            ${name}
          </button>`,
        )}
      </footer>
    </main>`;
  }
}
