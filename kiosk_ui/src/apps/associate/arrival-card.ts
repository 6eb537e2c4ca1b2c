/** The arrival card: all that helps to welcome this one person, the pressing things first. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../elements/next-purchase";
import "../../elements/ago";
import { icon, type Icon } from "../../elements/icons";
import "../../elements/monogram";
import "../../elements/photo-sheet";
import { Spoken } from "../../elements/spoken";
import { base, marble } from "../../elements/styles";
import { date, dayAndMonth, daysToBirthday, languageName, money, time } from "../../lib/format";
import { t } from "../../lib/i18n";
import { said } from "../../lib/said";
import type { ArrivalCard as Card, ClientView, GuestAtDoor, SignalView } from "../../lib/views";
import { look } from "./card-look";

const BIRTHDAY_NEAR_DAYS = 14;

@customElement("accueil-arrival-card")
export class ArrivalCard extends Spoken {
  static override styles = [base, marble, look];

  @property({ attribute: false }) card!: Card;
  /** None where the card was opened from a search and nobody has arrived. */
  @property({ attribute: false }) signal: SignalView | null = null;
  @state() private photo: string | null = null;
  @state() private photographing = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("card")) this.photo = this.card.photo_url;
  }

  override render(): TemplateResult {
    const { card } = this;
    return html`<article aria-label=${card.display_name}>
      <header class="who marble">
        <div class="person">
          <div class="portrait">
            <accueil-monogram
              size="l"
              .text=${card.monogram}
              .tier=${card.tier}
              .photo=${this.photo}
            ></accueil-monogram>
            ${card.client_id
              ? html`<button
                  aria-label=${t("photo.of", { name: card.display_name })}
                  @click=${() => (this.photographing = true)}
                ></button>`
              : nothing}
          </div>
          <div>
            <p class="over tier">${t(`tier.${card.tier}`)}</p>
            <h1 lang=${card.language}>${card.display_name}</h1>
            ${card.pronunciation ? html`<p class="say">${card.pronunciation}</p>` : nothing}
          </div>
        </div>
        ${this.whereabouts()}
        <p class="marks">${this.languages()}</p>
      </header>
      ${this.approach()} ${this.handedOver()}
      <div class="columns">
        ${this.pressing()} ${this.purchases()}
        <accueil-next-purchase client-id=${this.card.client_id}></accueil-next-purchase>
        ${this.wishes()} ${this.tastes()} ${this.sizes()}
        ${this.note()}
      </div>
      ${this.lastly()}
      <accueil-photo-sheet
        client-id=${card.client_id}
        ?open=${this.photographing}
        @closed=${() => (this.photographing = false)}
        @photo=${(event: CustomEvent<ClientView>) => (this.photo = event.detail.photo_url)}
      ></accueil-photo-sheet>
    </article>`;
  }

  private whereabouts(): TemplateResult | typeof nothing {
    const { signal } = this;
    if (!signal) return nothing;
    const arrived = html`<span class="quiet"
      >${t("card.arrived")} <accueil-ago at=${signal.arrived_at}></accueil-ago
    ></span>`;
    if (signal.whereabouts === "not_known") {
      return html`<p class="place unknown">
        <span class="beat"></span><strong>${t("card.not_known")}</strong>
        ${signal.zone_name ? html`<span>${t("card.last_seen", { zone: signal.zone_name })}</span>` : nothing}
        ${arrived}
      </p>`;
    }
    const here = signal.whereabouts === "here";
    return html`<p class="place ${here ? "here" : ""}">
      <span class="beat"></span>
      <strong>${here ? (signal.zone_name ?? t("card.in_shop")) : t("card.away")}</strong>
      ${here && signal.privatised
        ? html`<span class="alert">${t("floor.privatised")}</span>`
        : nothing}
      ${arrived}
    </p>`;
  }

  private languages(): TemplateResult[] {
    const { language, languages } = this.card;
    const spoken = [...new Set([language, ...languages])].filter(Boolean);
    return spoken.map(
      (tag, place) => html`<span class="mark ${place ? "" : "first"}"
        >${place ? nothing : icon("speech")}${languageName(tag)}</span
      >`,
    );
  }

  private approach(): TemplateResult | typeof nothing {
    if (this.card.approach === "welcome") return nothing;
    const discreet = this.card.approach === "discreet";
    return html`<p class="wish ${discreet ? "calm" : ""}">
      ${icon("discreet")}<span>${t(discreet ? "card.discreet" : "card.do_not_approach")}</span>
    </p>`;
  }

  private handedOver(): TemplateResult | typeof nothing {
    const { signal } = this;
    if (!signal?.handed_by) return nothing;
    return html`<p class="wish calm">
      ${icon("hand")}
      <span
        >${t("card.handed_by", { name: signal.handed_by })}
        ${signal.handover_note ? html`<br /><em>${signal.handover_note}</em>` : nothing}</span
      >
    </p>`;
  }

  private pressing(): TemplateResult | typeof nothing {
    const { appointments, promises, birthday } = this.card;
    const days = birthday ? daysToBirthday(birthday) : Infinity;
    const near = days <= BIRTHDAY_NEAR_DAYS;
    const guest = this.signal?.guest ?? null;
    if (!guest && !appointments.length && !promises.length && !near) return nothing;
    return html`<section class="now">
      <h2>${t("card.now")}</h2>
      <ul>
        ${guest ? this.atDoor(guest) : nothing}
        ${appointments.map((one) =>
          this.item(
            "calendar",
            one.label,
            [time(one.starts_at), one.seat && t("card.seat", { seat: one.seat })]
              .filter(Boolean)
              .join(" · "),
          ),
        )}
        ${promises.map((one) =>
          this.item(
            "ribbon",
            one.text,
            [
              one.due_on && t("card.due", { date: date(one.due_on) }),
              one.by && t("card.promised_by", { name: one.by }),
            ]
              .filter(Boolean)
              .join(" · "),
          ),
        )}
        ${near && birthday
          ? this.item(
              "cake",
              days ? t("card.birthday_in", { count: days }) : t("card.birthday_today"),
              dayAndMonth(birthday),
            )
          : nothing}
      </ul>
    </section>`;
  }

  /** "Your guest is at the door": of which event, at which table, and what they must not eat. */
  private atDoor(guest: GuestAtDoor): TemplateResult {
    const where = [
      t("card.at_door"),
      guest.table,
      guest.plus_ones ? t("card.plus_ones", { count: guest.plus_ones }) : "",
    ];
    return html`${this.item("door", said(guest.titles), where.filter(Boolean).join(" · "))}
    ${guest.needs.map((need) => this.item("shield", need, t("card.needs")))}
    ${guest.notes.map((note) =>
      this.item("shield", t(note === "conflict" ? "card.conflict" : "card.plus_one_first"), ""),
    )}`;
  }

  private item(name: Icon, title: string, more: string): TemplateResult {
    return html`<li>
      ${icon(name)}
      <div><strong>${title}</strong>${more ? html`<span class="quiet small">${more}</span>` : nothing}</div>
    </li>`;
  }

  private purchases(): TemplateResult | typeof nothing {
    const { purchases } = this.card;
    if (!purchases.length) return nothing;
    return html`<section class="bought">
      <h2>${t("card.purchases")}</h2>
      <ul>
        ${purchases.map(
          (one) => html`<li>
            <span class="label">${one.label}</span>
            <span class="price figures">${money(one.amount_minor, one.currency)}</span>
            <span class="when quiet small"
              >${[date(one.bought_on), one.boutique].filter(Boolean).join(" · ")}</span
            >
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private wishes(): TemplateResult | typeof nothing {
    const { wishes } = this.card;
    if (!wishes.length) return nothing;
    return html`<section class="wishes">
      <h2>${t("card.wishes")}</h2>
      <ul>
        ${wishes.map((wish) => html`<li>${wish}</li>`)}
      </ul>
    </section>`;
  }

  private tastes(): TemplateResult | typeof nothing {
    const { tastes } = this.card;
    if (!tastes.length) return nothing;
    return html`<section>
      <h2>${t("card.tastes")}</h2>
      <ul class="tags">
        ${tastes.map((taste) => html`<li>${taste}</li>`)}
      </ul>
    </section>`;
  }

  private sizes(): TemplateResult | typeof nothing {
    const sizes = Object.entries(this.card.sizes);
    if (!sizes.length) return nothing;
    return html`<section>
      <h2>${t("card.sizes")}</h2>
      <dl>
        ${sizes.map(([what, size]) => html`<div><dt>${what}</dt><dd>${size}</dd></div>`)}
      </dl>
    </section>`;
  }

  private note(): TemplateResult | typeof nothing {
    return this.card.note
      ? html`<section>
          <h2>${t("card.note")}</h2>
          <p class="note">${this.card.note}</p>
        </section>`
      : nothing;
  }

  private lastly(): TemplateResult {
    const { last_visit_at, last_served_by, consented_at } = this.card;
    const visit = last_visit_at
      ? last_served_by
        ? t("card.last_visit_by", { date: date(last_visit_at), name: last_served_by })
        : t("card.last_visit", { date: date(last_visit_at) })
      : t("card.first_visit");
    return html`<section>
      <h2>${t("card.last")}</h2>
      <p>${visit}</p>
    </section>
      ${consented_at
        ? html`<section>
            <p class="consent">
              ${icon("shield")}${t("card.consented", { date: date(consented_at) })}
            </p>
          </section>`
        : nothing}`;
  }
}
