/** How the arrival card looks: the person large, the pressing things first, two columns on a desk. */

import { css } from "lit";

export const look = css`
  article {
    padding-block-end: var(--s6);
  }
  .who {
    --vein: var(--vein-faint);
    padding: var(--s5) var(--s5) var(--s5);
    border-block-end: 1px solid var(--hairline);
    background: linear-gradient(to bottom, transparent 55%, var(--surface));
  }
  .person {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s4);
  }
  .person > div {
    flex: 1 1 9rem;
    min-inline-size: 0;
  }
  h1 {
    margin-block: var(--s1) 0;
    font-size: var(--title-l);
    letter-spacing: -0.005em;
  }
  .person > .portrait {
    position: relative;
    flex: none;
  }
  .portrait button {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    border: 0;
    border-radius: 50%;
    background: none;
    cursor: pointer;
  }
  .say {
    font: italic 500 var(--text-l) / 1.3 var(--serif);
    color: var(--quiet);
  }
  .over.tier {
    color: var(--accent);
  }
  .place {
    display: flex;
    align-items: baseline;
    flex-wrap: wrap;
    gap: var(--s1) var(--s2);
    margin-block-start: var(--s4);
    font-size: var(--text-l);
  }
  .place strong {
    font-weight: 600;
  }
  .beat {
    align-self: center;
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border: 1.5px solid var(--accent);
    border-radius: 50%;
  }
  .here .beat {
    background: var(--accent);
    animation: beat 2.4s var(--ease) infinite;
  }
  .unknown {
    color: var(--attention);
  }
  .unknown .beat {
    border-color: var(--attention);
    border-style: dashed;
  }
  @keyframes beat {
    from {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--accent) 45%, transparent);
    }
    70%,
    to {
      box-shadow: 0 0 0 0.6rem transparent;
    }
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
    margin-block-start: var(--s3);
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 0.4rem;
    padding: 0.3rem 0.7rem;
    border: 1px solid var(--hairline);
    border-radius: 999px;
    background: var(--raised);
    font-size: var(--text-s);
  }
  .mark svg {
    inline-size: 1.1em;
    block-size: 1.1em;
  }
  .mark.first {
    border-color: var(--accent);
    color: var(--accent);
    font-weight: 600;
  }
  .wish {
    display: flex;
    gap: var(--s3);
    align-items: flex-start;
    margin: var(--s4) var(--s5) 0;
    padding: var(--s3) var(--s4);
    border-radius: var(--radius);
    background: var(--attention-wash);
    color: var(--attention);
  }
  .wish.calm {
    background: var(--accent-wash);
    color: var(--accent-deep);
  }
  section {
    padding: var(--s5) var(--s5) 0;
  }
  h2 {
    margin-block-end: var(--s2);
    font: 550 var(--text-xs) / 1.5 var(--sans);
    letter-spacing: var(--tracked);
    text-transform: uppercase;
    color: var(--quiet);
  }
  .now li {
    display: flex;
    gap: var(--s3);
    padding-block: var(--s3);
    border-block-end: 1px solid var(--hairline);
  }
  .now li:last-child {
    border: 0;
  }
  .now svg {
    margin-block-start: 0.1em;
    color: var(--accent);
  }
  .now strong {
    display: block;
    font: 600 1.25rem/1.25 var(--serif);
  }
  .bought li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 0 var(--s4);
    padding-block: var(--s3);
    border-block-end: 1px solid var(--hairline);
  }
  .bought li:last-child {
    border: 0;
  }
  .bought .label {
    font: 600 1.25rem/1.25 var(--serif);
  }
  .bought .price {
    white-space: nowrap;
  }
  .bought .when {
    grid-column: 1 / -1;
  }
  .tags {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .tags li {
    padding: 0.35rem 0.8rem;
    border-radius: 999px;
    background: var(--sunken);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(6.5rem, 1fr));
    gap: var(--s3);
  }
  dt {
    font-size: var(--text-s);
    color: var(--quiet);
  }
  dd {
    font: 600 1.375rem/1.2 var(--serif);
    font-variant-numeric: lining-nums;
  }
  .wishes li {
    padding-inline-start: var(--s4);
    border-inline-start: 2px solid var(--accent);
    font: 600 1.25rem/1.3 var(--serif);
  }
  .wishes li + li {
    margin-block-start: var(--s2);
  }
  .note {
    font: italic 500 1.25rem/1.4 var(--serif);
    white-space: pre-line;
  }
  .consent {
    display: flex;
    gap: var(--s2);
    align-items: center;
    color: var(--quiet);
    font-size: var(--text-s);
  }
  @container card (min-width: 44rem) {
    .columns {
      columns: 2;
      column-gap: var(--s5);
    }
    .columns section {
      break-inside: avoid;
    }
  }
  :host {
    container: card / inline-size;
  }
`;
