/** How the event mode looks on a phone at the door. */

import { css } from "lit";

export const eveningLook = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
    gap: var(--s3);
    min-block-size: 100%;
    padding: var(--s4) var(--s4) 0;
  }
  header {
    display: grid;
    gap: var(--s1);
  }
  h1 {
    font-size: var(--title-l);
  }
  .over {
    color: var(--accent);
  }
  .counts {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    margin-block-start: var(--s2);
    border-block: 1px solid var(--hairline);
  }
  .counts div {
    display: flex;
    flex-direction: column-reverse;
    padding: var(--s2) var(--s3);
    border-inline-start: 1px solid var(--hairline);
  }
  .counts div:first-child {
    border: 0;
    padding-inline-start: 0;
  }
  dt {
    font-size: var(--text-xs);
    color: var(--quiet);
  }
  dd {
    font: 500 2rem/1.1 var(--serif);
    font-variant-numeric: lining-nums tabular-nums;
  }
  search {
    position: relative;
    display: block;
  }
  search svg {
    position: absolute;
    inset-block-start: 50%;
    inset-inline-start: var(--s3);
    transform: translateY(-50%);
    color: var(--quiet);
  }
  search input {
    padding-inline-start: 2.75rem !important;
    border-radius: 999px !important;
  }
  .lines li {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-block-size: 4rem;
    padding-block: var(--s2);
    border-block-end: 1px solid var(--hairline);
  }
  .lines li > span {
    flex: 1;
    min-inline-size: 0;
  }
  .lines b {
    display: block;
    font: 600 1.25rem/1.15 var(--serif);
    overflow-wrap: anywhere;
  }
  .lines li > button:only-child {
    justify-content: space-between;
    inline-size: 100%;
    padding: var(--s3) 0;
    border: 0;
    border-radius: 0;
    text-align: start;
  }
  .alone {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: var(--s2) var(--s3);
    border-radius: var(--radius-s);
    background: var(--attention-wash);
    color: var(--attention);
    font-size: var(--text-s);
  }
  .words {
    padding: var(--s6) var(--s4);
    text-align: center;
    color: var(--quiet);
  }
  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
    position: sticky;
    inset-block-end: 0;
    margin: auto calc(var(--s4) * -1) 0;
    padding: var(--s3) var(--s4);
    border-block-start: 1px solid var(--hairline);
    background: var(--surface);
  }
  .bar button {
    flex: 1 1 auto;
    padding-inline: var(--s3);
    white-space: nowrap;
  }
  accueil-scanner {
    --scanner-size: min(100%, 44dvh);
    padding-block-end: var(--s3);
  }
  @media (orientation: landscape) and (max-height: 30rem) {
    header {
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: end;
      column-gap: var(--s5);
    }
    h1 {
      font-size: var(--title-m);
    }
    .counts {
      grid-area: 1 / 2 / span 2;
      margin: 0;
      border: 0;
    }
    dd {
      font-size: 1.5rem;
    }
    .bar {
      padding-block: var(--s2);
    }
  }
`;
