/** How the till's page looks: an account book, its figures in columns. */

import { css } from "lit";

export const tillLook = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s5);
  }
  .leaves {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .leaves a {
    display: inline-flex;
    align-items: center;
    min-block-size: var(--touch);
    padding-inline: var(--s4);
    border: 1px solid var(--hairline);
    border-radius: 999px;
    color: var(--ink);
    text-decoration: none;
  }
  .leaves a[aria-current="page"] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  .day {
    display: grid;
    grid-template-columns: minmax(0, 1.7fr) minmax(17rem, 1fr);
    align-items: start;
    gap: var(--s5);
  }
  .side {
    display: grid;
    gap: var(--s5);
  }
  .great {
    margin-block: var(--s2) var(--s3);
    font: 500 clamp(2.5rem, 6vw, 4rem) / 1 var(--serif);
    font-variant-numeric: lining-nums;
    letter-spacing: -0.01em;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2) var(--s6);
    margin-block-end: var(--s4);
  }
  .facts div {
    display: grid;
  }
  .facts dd {
    font: 500 var(--title-s) / 1.2 var(--serif);
    font-variant-numeric: lining-nums;
  }
  .tables {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: var(--s5) var(--s6);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums lining-nums;
  }
  caption {
    padding-block-end: var(--s2);
    text-align: start;
  }
  th,
  td {
    padding: var(--s2) var(--s3) var(--s2) 0;
    border-block-start: 1px solid var(--hairline);
    text-align: start;
    vertical-align: baseline;
    font-weight: 400;
  }
  thead th {
    border: 0;
    font-size: var(--text-xs);
    color: var(--quiet);
  }
  .figure {
    text-align: end;
    white-space: nowrap;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 0;
  }
  .scroll {
    overflow-x: auto;
  }
  .side h2 {
    margin-block-end: var(--s2);
  }
  .todo {
    margin-block: var(--s3);
  }
  .todo li {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-block-size: 2.5rem;
  }
  .todo .well {
    color: var(--accent);
  }
  .todo .open {
    color: var(--attention);
  }
  .todo a {
    color: inherit;
  }
  section > p:not(.great) + p {
    margin-block-start: var(--s2);
  }
  .seal {
    font: 400 var(--text-xs) / 1.5 ui-monospace, monospace;
    color: var(--quiet);
    overflow-wrap: anywhere;
  }
  .chain {
    display: flex;
    align-items: center;
    gap: var(--s3);
    padding: var(--s3) var(--s4);
    border-radius: var(--radius);
    background: var(--accent-wash);
    color: var(--accent);
  }
  .chain.broken {
    background: var(--refusal-wash);
    color: var(--refusal);
  }
  .chain span {
    flex: 1;
  }
  .exports {
    margin-block-start: var(--s3);
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  details {
    border-block-start: 1px solid var(--hairline);
  }
  summary {
    display: grid;
    grid-template-columns: 1fr auto auto;
    align-items: center;
    gap: var(--s2) var(--s4);
    min-block-size: 3.5rem;
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary b {
    font: 500 var(--title-s) / 1.2 var(--serif);
    font-variant-numeric: lining-nums;
  }
  summary svg {
    transition: rotate var(--quick) var(--ease);
  }
  details[open] summary svg {
    rotate: 90deg;
  }
  details > div {
    padding-block-end: var(--s5);
  }
  .alarm {
    display: flex;
    align-items: center;
    gap: var(--s3);
    padding: var(--s3) var(--s4);
    border-radius: var(--radius);
    background: var(--refusal-wash);
    color: var(--refusal);
    text-decoration: none;
  }
  .alarm.quietly {
    background: var(--attention-wash);
    color: var(--attention);
  }
  .alarm span {
    flex: 1;
  }
  .search {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
    margin-block-end: var(--s3);
  }
  .search input {
    flex: 1 1 14rem;
  }
  .low {
    color: var(--attention);
    font-weight: 600;
  }
  .refused {
    color: var(--refusal);
  }
  @media (max-width: 60rem) {
    .day {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
