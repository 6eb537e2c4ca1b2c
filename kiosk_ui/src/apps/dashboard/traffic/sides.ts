/** What the traffic says in the floor's side columns: tonight's event, doors, zones, warnings. */

import { html, nothing, type TemplateResult } from "lit";

import { time, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import { said } from "../../../lib/said";
import type { AlertView, TrafficNow } from "../../../lib/traffic-views";
import { staffLeftOut } from "./words";

export function tonight(now: TrafficNow): TemplateResult | typeof nothing {
  if (!now.events.length) return nothing;
  return html`${now.events.map(
    (event) => html`<section class="panel">
      <div class="head">
        <h2>${said(event.titles)}</h2>
        <span class="quiet figures">${time(event.starts)} – ${time(event.ends)}</span>
      </div>
      <meter
        class="bar"
        max=${Math.max(event.confirmed, 1)}
        value=${event.inside}
        aria-label=${t("traffic.event_inside", { count: event.inside })}
      ></meter>
      <p class="small">
        <a href="#door/${event.event_id}"
          >${t("traffic.event_line", {
            inside: whole(event.inside),
            confirmed: whole(event.confirmed),
          })}</a
        >
        ${event.missing
          ? html`<span class="quiet">· ${t("traffic.event_missing", { count: event.missing })}</span>`
          : nothing}
      </p>
    </section>`,
  )}`;
}

export function warnings(now: TrafficNow): TemplateResult | typeof nothing {
  const alerts = now.alerts.filter((one) => one.ended_at === null);
  const gaps = now.gaps.filter((one) => one.until_at === null);
  if (!alerts.length && !gaps.length) return nothing;
  return html`<section class="panel" role="status">
    <div class="head">
      <h2>${t("traffic.warnings")}</h2>
      <a class="small" href="#counting">${t("alerts.rules")}</a>
    </div>
    <ul class="rows">
      ${alerts.map(
        (one) => html`<li class="late">
          <div class="main">
            <b>${t(`traffic.alert.${one.rule}`)}</b>
            <span class="small quiet">${about(one)}</span>
          </div>
          <accueil-ago class="when" as="age" at=${one.raised_at}></accueil-ago>
        </li>`,
      )}
      ${gaps.map(
        (one) => html`<li>
          <div class="main">
            <a href="#places/${one.device_id}">${one.device_name}</a>
            <span class="small alert">${t(`traffic.gap.${one.why}`)}</span>
          </div>
          <accueil-ago class="when" as="age" at=${one.from_at}></accueil-ago>
        </li>`,
      )}
    </ul>
  </section>`;
}

/** What an alert is about, what was found, and the limit that it passed. */
export function about(one: AlertView): string {
  const limit = one.limit === null ? "" : ` / ${whole(Math.round(one.limit))}`;
  return [one.subject_name, `${whole(Math.round(one.value))}${limit}`].filter(Boolean).join(" · ");
}

export function doors(now: TrafficNow): TemplateResult | typeof nothing {
  const lines = now.doors.filter((one) => one.role === "door" || one.role === "street");
  if (!lines.length) return nothing;
  return html`<section class="panel">
    <div class="head"><h2>${t("traffic.doors")}</h2></div>
    <ul class="rows">
      ${lines.map(
        (one) => html`<li>
          <div class="main">
            ${one.name}
            <span class="small ${one.gap ? "alert" : "quiet"}"
              >${t(one.gap ? `traffic.gap.${one.gap}` : one.role === "street" ? "traffic.role.street" : "traffic.role.door")}</span
            >
            ${staffLeftOut(one)
              ? html`<span class="small quiet">· ${staffLeftOut(one)}</span>`
              : nothing}
          </div>
          <span class="figures"
            >${t("traffic.in_out", {
              people_in: one.people_in,
              people_out: one.people_out,
            })}</span
          >
        </li>`,
      )}
    </ul>
  </section>`;
}
