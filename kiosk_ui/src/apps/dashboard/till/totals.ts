/** Sums of a day, or of anything that was closed: by rate, by means, by colleague, as tables. */

import { html, nothing, type TemplateResult } from "lit";

import { exactly, whole } from "../../../lib/format";
import { t } from "../../../lib/i18n";
import type { Totals } from "./views";

export function totals(one: Totals, names: Record<string, string>): TemplateResult {
  const shown = (units: number): string => exactly(units, one.currency);
  return html`<dl class="facts">
      <div><dt class="over">${t("till.sales")}</dt><dd>${whole(one.sales)}</dd></div>
      <div><dt class="over">${t("till.sold")}</dt><dd><bdi>${shown(one.sold)}</bdi></dd></div>
      <div><dt class="over">${t("till.given_back")}</dt><dd><bdi>${shown(one.given_back)}</bdi></dd></div>
    </dl>
    <div class="tables">
      ${table(
        t("till.by_rate"),
        [t("till.rate"), t("till.net"), t("till.vat"), t("till.gross")],
        one.rates.map((rate) => [`${rate.rate} %`, shown(rate.net), shown(rate.vat), shown(rate.gross)]),
      )}
      ${table(
        t("till.by_means"),
        [t("till.means_of"), t("till.amount")],
        one.means.map((means) => [meansOf(means.means), shown(means.amount)]),
      )}
      ${table(
        t("till.by_associate"),
        [t("till.colleague"), t("till.sales"), t("till.amount")],
        one.associates.map((person) => [
          names[person.by] ?? t("till.nobody"),
          whole(person.count),
          shown(person.amount),
        ]),
      )}
    </div>`;
}

function table(caption: string, heads: string[], rows: string[][]): TemplateResult | typeof nothing {
  if (!rows.length) return nothing;
  return html`<div class="scroll">
    <table>
      <caption class="over">${caption}</caption>
      <thead>
        <tr>
          ${heads.map((head, at) => html`<th scope="col" class=${at ? "figure" : ""}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) => html`<tr>
            ${cells.map((cell, at) =>
              at
                ? html`<td class="figure"><bdi>${cell}</bdi></td>`
                : html`<th scope="row"><bdi>${cell}</bdi></th>`,
            )}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A provider may name means that we do not know: they are shown as it says. */
function meansOf(means: string): string {
  switch (means) {
    case "page":
      return t("till.means.page");
    case "reader":
      return t("till.means.reader");
    case "cash":
      return t("cash.title");
    case "cash_rounding":
      return t("till.means.cash_rounding");
    default:
      return means;
  }
}
