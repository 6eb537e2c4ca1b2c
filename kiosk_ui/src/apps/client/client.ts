/** A client's own page: all that is held, and a switch for each thing they may agree to. */

import { css, html, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";

import "../../elements/monogram";
import { languages, languagesLook } from "../../elements/languages";
import { Spoken } from "../../elements/spoken";
import { base, buttons, marble } from "../../elements/styles";
import "../../elements/switch";
import { api } from "../../lib/api";
import { date, dayAndMonth, languageName } from "../../lib/format";
import { t } from "../../lib/i18n";
import { PURPOSES, TEXT_VERSION } from "../../lib/consent";
import "./held";
import { trouble } from "../../lib/trouble";
import type { ClientView, Known, Purpose } from "../../lib/views";

@customElement("accueil-client")
export class Client extends Spoken {
  static override styles = [
    base,
    buttons,
    languagesLook,
    marble,
    css`
      header {
        --marble: var(--marble-strip);
        display: grid;
        justify-items: center;
        gap: var(--s3);
        padding: var(--s7) var(--s5) var(--s6);
        background: var(--ground);
        border-block-end: 1px solid var(--hairline);
        text-align: center;
      }
      h1 {
        font-size: var(--title-xl);
        letter-spacing: -0.01em;
      }
      header > p:last-child {
        max-inline-size: 28rem;
        color: var(--quiet);
      }
      main {
        background: var(--surface);
        min-block-size: 100dvh;
      }
      .page {
        max-inline-size: 40rem;
        margin-inline: auto;
        padding: 0 var(--s5) var(--s7);
      }
      section {
        padding-block: var(--s6) var(--s5);
        border-block-end: 1px solid var(--hairline);
      }
      h2 {
        margin-block-end: var(--s3);
        font-size: var(--title-m);
      }
      .agree > li {
        padding-block: var(--s3);
      }
      .agree .since {
        margin-block-start: var(--s1);
        font-size: var(--text-s);
        color: var(--quiet);
      }
      dl {
        display: grid;
        grid-template-columns: minmax(7rem, 1fr) 2fr;
        gap: var(--s3) var(--s4);
      }
      dt {
        color: var(--quiet);
      }
      dd {
        overflow-wrap: break-word;
      }
      .said {
        padding: var(--s4) 0 0;
        color: var(--refusal);
      }
      .alone {
        display: grid;
        align-content: center;
        justify-items: center;
        gap: var(--s5);
        min-block-size: 100dvh;
        padding: var(--s5);
        text-align: center;
      }
    `,
  ];

  @state() private client: ClientView | null = null;
  @state() private said = "";
  @state() private unknown = false;
  @state() private changing: Purpose | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override render(): TemplateResult {
    if (!this.client) return this.alone();
    const { client } = this;
    return html`<main>
      <header class="marble clear">
        <p class="over">${this.dataset["brandName"]}</p>
        <h1>${t("my.hello", { name: client.given_name })}</h1>
        <p>${t("my.say")}</p>
      </header>
      <div class="page">
        <section>
          <h2>${t("my.agree")}</h2>
          <p class="quiet">${t("my.agree_say")}</p>
          ${this.said ? html`<p class="said" role="alert">${this.said}</p>` : nothing}
          <ul class="agree">
            ${PURPOSES.map((purpose) => this.consent(client, purpose))}
          </ul>
        </section>
        <section>
          <h2>${t("my.held")}</h2>
          <dl>
            ${this.held(client).map(
              ([key, value]) => html`<dt>${key}</dt>
                <dd><bdi>${breaking(value)}</bdi></dd>`,
            )}
          </dl>
        </section>
        <section>
          <h2>${t("my.recognised_by")}</h2>
          ${client.identities.length
            ? html`<dl>
                ${client.identities.map(
                  (one) => html`<dt>${t(`identity.${one.kind}`)}</dt>
                    <dd>
                      ${[one.label, t("my.since", { date: date(one.enrolled_at) })]
                        .filter(Boolean)
                        .join(" · ")}
                    </dd>`,
                )}
              </dl>`
            : html`<p class="quiet">${t("my.recognised_by_nothing")}</p>`}
        </section>
        <accueil-held></accueil-held>
        ${languages()}
      </div>
    </main>`;
  }

  private consent(client: ClientView, purpose: Purpose): TemplateResult {
    const consent = client.consents.find((one) => one.purpose === purpose);
    const stands = consent?.stands ?? false;
    const since = stands
      ? consent?.given_at && t("my.given", { date: date(consent.given_at) })
      : consent?.withdrawn_at && t("my.withdrawn", { date: date(consent.withdrawn_at) });
    return html`<li>
      <accueil-switch
        label=${t(`purpose.${purpose}`)}
        hint=${t(`purpose.${purpose}_more`)}
        ?checked=${stands}
        ?disabled=${this.changing === purpose}
        @switch=${(event: CustomEvent<boolean>) => this.change(purpose, event.detail)}
      ></accueil-switch>
      ${since ? html`<p class="since">${since}</p>` : nothing}
    </li>`;
  }

  private held(client: ClientView): [string, string][] {
    const list = (items: readonly string[]): string => items.join(", ");
    const rows: [string, string | null | undefined][] = [
      [t("field.name"), client.display_name],
      [t("field.pronunciation"), client.pronunciation],
      [t("field.email"), client.email],
      [t("field.phone"), client.phone],
      [t("field.birthday"), client.birthday && dayAndMonth(client.birthday)],
      [t("field.languages"), list([...new Set([client.language, ...client.languages])].map(languageName))],
      [t("field.tier"), t(`tier.${client.tier}`)],
      [t("field.approach"), t(`approach.${client.approach}`)],
      [t("field.primary_associate"), client.primary_associate?.display_name],
      [t("field.tastes"), list(client.tastes)],
      [t("field.sizes"), list(Object.entries(client.sizes).map(([what, size]) => `${what} ${size}`))],
      [t("field.wishes"), list(client.wishes)],
      [t("field.note"), client.note],
    ];
    return rows.filter((row): row is [string, string] => !!row[1]);
  }

  private alone(): TemplateResult {
    const still = this.unknown || this.said;
    return html`<main class="alone ${still ? "marble clear" : ""}">
      <p class="over">${this.dataset["brandName"]}</p>
      <h1>${t("client.title")}</h1>
      <p class="quiet" role="status">
        ${this.unknown ? t("my.unknown") : this.said || t("common.loading")}
      </p>
      ${this.unknown
        ? html`<a class="button primary" href="/pair">${t("door.pair")}</a>`
        : this.said
          ? html`<button @click=${this.read}>${t("common.again")}</button>`
          : nothing}
    </main>`;
  }

  private async read(): Promise<void> {
    this.said = "";
    try {
      const { kinds } = await api.get<Known>("/auth/who");
      this.unknown = !kinds.includes("client");
      if (!this.unknown) this.client = await api.get<ClientView>("/my");
    } catch (error) {
      this.said = trouble(error);
    }
  }

  private async change(purpose: Purpose, agree: boolean): Promise<void> {
    this.changing = purpose;
    this.said = "";
    try {
      const path = `/my/consents/${purpose}`;
      await (agree ? api.put(path, { text_version: TEXT_VERSION }) : api.remove(path));
      this.client = await api.get<ClientView>("/my");
    } catch (error) {
      this.said = trouble(error);
    } finally {
      this.changing = null;
    }
  }
}

/** A mail address that is too long for its line goes on after its @. */
function breaking(value: string): unknown {
  return value.split("@").map((part, at) => (at ? html`@<wbr />${part}` : part));
}
