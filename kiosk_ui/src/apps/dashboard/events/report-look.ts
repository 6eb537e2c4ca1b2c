/** How a report looks: a printed page on the screen, and the same page on paper. */

import { css } from "lit";

export const reportLook = css`
  article {
    display: grid;
    gap: var(--s5);
    padding: clamp(var(--s4), 4vw, var(--s7));
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s3);
    margin-block-end: var(--s4);
  }
  .tools .quiet {
    flex-basis: 100%;
  }
  .paper {
    display: none;
  }
  h3 {
    padding-block-end: var(--s2);
    font-size: var(--title-s);
  }
  dl.row {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr));
    gap: var(--s4);
    padding-block: var(--s4);
    border-block: 1px solid var(--hairline);
  }
  dl.row div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: start;
  }
  dl.row div.first {
    color: var(--accent);
  }
  dt {
    color: var(--quiet);
    font-size: var(--text-s);
  }
  dl.row dd {
    font: 500 clamp(2rem, 1.5rem + 1.4vw, 2.75rem) / 1 var(--serif);
    font-variant-numeric: lining-nums tabular-nums;
  }
  dd small {
    color: var(--quiet);
    font: 450 var(--text-s) / 1.2 var(--sans);
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
    gap: var(--s5) var(--s7);
    align-items: start;
  }
  .pairs > div,
  .lines li {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: var(--s1) var(--s4);
    padding-block: var(--s2);
    border-block-end: 1px solid var(--hairline);
  }
  .pairs dd,
  .lines .amount {
    font-weight: 550;
    font-variant-numeric: tabular-nums lining-nums;
    text-align: end;
    white-space: nowrap;
  }
  .lines span:first-child,
  .lines q {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .lines small {
    display: block;
    color: var(--quiet);
  }
  .total {
    font: 500 2.25rem/1.1 var(--serif);
    font-variant-numeric: lining-nums;
  }
  .rule {
    padding-block-end: var(--s3);
    color: var(--quiet);
    font-size: var(--text-s);
  }
  .none {
    padding-block: var(--s2);
  }
  .more {
    display: none;
    padding-block: var(--s1);
    color: var(--quiet);
    font-size: var(--text-s);
  }
  table.hosts {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums lining-nums;
  }
  .hosts th,
  .hosts td {
    padding: var(--s2) 0 var(--s2) var(--s3);
    border-block-end: 1px solid var(--hairline);
    text-align: end;
    font-weight: 450;
  }
  .hosts th:first-child {
    padding-inline: 0;
    text-align: start;
    overflow-wrap: anywhere;
  }
  .hosts thead th {
    color: var(--quiet);
    font-size: var(--text-s);
  }
  .bars svg {
    display: block;
    inline-size: 100%;
    max-block-size: 15rem;
    direction: ltr;
  }
  .bars rect {
    fill: var(--accent);
  }
  .bars line {
    stroke: var(--edge);
  }
  .bars text {
    fill: var(--ink);
    font: 550 14px var(--sans);
    font-variant-numeric: tabular-nums;
    text-anchor: middle;
  }
  .bars text.hour {
    fill: var(--quiet);
    font-weight: 450;
  }
  summary {
    min-block-size: var(--touch);
    padding-block: var(--s3);
    color: var(--accent);
    cursor: pointer;
  }
  .bars td,
  .bars th {
    padding-inline-end: var(--s5);
    text-align: start;
    font-weight: 450;
  }
  .stars > div {
    display: grid;
    grid-template-columns: 2rem minmax(0, 1fr) 2rem;
    gap: var(--s3);
    align-items: center;
    font-variant-numeric: tabular-nums lining-nums;
  }
  .stars dd:last-child {
    text-align: end;
  }
  .stars meter {
    inline-size: 100%;
    block-size: 0.5rem;
    border: 0;
    border-radius: 999px;
    background: var(--sunken);
    appearance: none;
  }
  .stars meter::-webkit-meter-bar {
    block-size: 0.5rem;
    border: 0;
    border-radius: 999px;
    background: var(--sunken);
  }
  .stars meter::-webkit-meter-optimum-value {
    border-radius: 999px;
    background: var(--accent);
  }
  .stars meter::-moz-meter-bar {
    border-radius: 999px;
    background: var(--accent);
  }
  q {
    font: italic 500 1.1875rem/1.35 var(--serif);
    white-space: pre-line;
  }
  @media print {
    .tools,
    .tasks,
    details,
    .none + .more {
      display: none !important;
    }
    .paper {
      display: block;
    }
    .paper h2 {
      font-size: 1.75rem;
    }
    article {
      gap: 1rem;
      padding: 0;
      border: 0;
      font-size: 0.75rem;
      print-color-adjust: exact;
    }
    .two {
      grid-template-columns: 1fr 1fr;
      gap: 1rem 2rem;
    }
    dl.row {
      grid-template-columns: repeat(8, auto);
      justify-content: space-between;
      padding-block: 0.5rem;
    }
    dl.row dd,
    .total {
      font-size: 1.5rem;
    }
    dt,
    .rule,
    small,
    .hosts thead th {
      font-size: 0.6875rem !important;
    }
    .pairs > div,
    .lines li,
    .hosts th,
    .hosts td {
      padding-block: 0.15rem;
    }
    .bars svg {
      max-block-size: 7rem;
    }
    q,
    .none {
      font-size: 0.875rem;
    }
    /* A page holds so many lines; the others are on the screen. */
    .lines li:nth-child(n + 6),
    .hosts tr:nth-child(n + 9) {
      display: none;
    }
    .remarks li:nth-child(n + 4) {
      display: none;
    }
    .remarks q {
      display: -webkit-box;
      overflow: hidden;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 3;
    }
    .more {
      display: block;
    }
    section {
      break-inside: avoid;
    }
  }
`;

/** How many lines of each list go on paper; as the rules above say. */
export const ON_PAPER = { lines: 5, remarks: 3, hosts: 8 } as const;
