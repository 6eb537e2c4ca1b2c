/** How the live page of an event looks: figures large and calm, the curve as in print. */

import { css } from "lit";

export const doorLook = css`
  :host {
    display: grid;
    gap: var(--s5);
  }
  .evening {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    justify-content: space-between;
    gap: var(--s3);
  }
  .evening .over {
    color: var(--accent);
  }
  .title {
    font-size: var(--title-xl);
  }
  .alone {
    display: grid;
    place-items: center;
    min-block-size: 50dvh;
    color: var(--quiet);
    font: italic 500 var(--title-m) / 1.3 var(--serif);
  }
  dl.figures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr));
    border-block: 1px solid var(--hairline);
  }
  dl.figures div {
    display: flex;
    flex-direction: column-reverse;
    justify-content: flex-end;
    padding: var(--s4);
  }
  dl.figures div + div {
    border-inline-start: 1px solid var(--hairline);
  }
  dl.figures div:first-child {
    padding-inline-start: 0;
    color: var(--accent);
  }
  @media (max-width: 34rem) {
    dl.figures div {
      padding: var(--s3) 0;
      border: 0 !important;
    }
  }
  dt {
    font-size: var(--text-s);
    color: var(--quiet);
  }
  dd {
    font: 500 clamp(2.25rem, 1.6rem + 2vw, 3.5rem) / 1 var(--serif);
    font-variant-numeric: lining-nums tabular-nums;
  }
  dd small {
    padding-inline-start: 0.3em;
    font-size: 0.4em;
    color: var(--quiet);
  }
  .two {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    gap: var(--s5);
  }
  .curve svg {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }
  .curve .area {
    fill: var(--accent-wash);
  }
  .curve .line {
    fill: none;
    stroke: var(--accent);
    stroke-width: 2;
  }
  .curve .expected {
    stroke: var(--edge);
    stroke-dasharray: 2 4;
  }
  .curve .dotted::before {
    content: "";
    display: inline-block;
    inline-size: 1.5em;
    margin-inline-end: 0.5em;
    border-block-start: 2px dotted var(--edge);
    vertical-align: middle;
  }
  .curve figcaption {
    display: flex;
    justify-content: space-between;
    direction: ltr;
    font-size: var(--text-s);
    font-variant-numeric: tabular-nums;
    color: var(--quiet);
  }
  summary {
    min-block-size: var(--touch);
    padding-block: var(--s3);
    color: var(--accent);
    cursor: pointer;
  }
  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: var(--s1) var(--s5) var(--s1) 0;
    text-align: start;
    font-weight: 450;
  }
  .noes {
    max-block-size: 22rem;
    overflow: auto;
  }
  .rows.guests {
    columns: 26rem;
    column-gap: var(--s6);
  }
  .rows.guests li {
    break-inside: avoid;
  }
  .good {
    display: inline-flex;
    align-items: center;
    gap: var(--s1);
    font-variant-numeric: tabular-nums;
  }
`;
