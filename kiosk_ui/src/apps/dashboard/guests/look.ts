/** What the parts of a guest list share in looks. */

import { css } from "lit";

export const guestLook = css`
  .stack {
    display: grid;
    gap: var(--s5);
  }
  .places {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: var(--s4);
  }
  .places > div {
    display: grid;
    gap: var(--s2);
    padding: var(--s4);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .places strong {
    font: 500 2rem/1 var(--serif);
    font-variant-numeric: lining-nums;
  }
  .places small {
    color: var(--quiet);
    font-size: 1.125rem;
  }
  .bar {
    display: flex;
    block-size: 0.5rem;
    overflow: hidden;
    border-radius: 999px;
    background: var(--sunken);
  }
  .bar i {
    background: var(--accent);
  }
  .bar i.offered {
    background: repeating-linear-gradient(
      45deg,
      var(--accent) 0 3px,
      var(--accent-wash) 3px 6px
    );
  }
  .badge {
    display: inline-flex;
    align-items: center;
    padding: 0.125rem 0.625rem;
    border: 1px solid var(--hairline);
    border-radius: 999px;
    color: var(--quiet);
    font-size: var(--text-s);
    white-space: nowrap;
  }
  .badge.confirmed {
    border-color: transparent;
    background: var(--accent-wash);
    color: var(--accent);
    font-weight: 600;
  }
  .badge.proposed,
  .badge.waiting,
  .badge.offered {
    border-color: transparent;
    background: var(--attention-wash);
    color: var(--attention);
    font-weight: 600;
  }
  .badge.declined,
  .badge.cancelled,
  .badge.refused {
    text-decoration: line-through;
  }
  .row {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s4);
    padding: var(--s2) 0;
    border: 0;
    border-radius: 0;
    text-align: start;
  }
  .row .main {
    flex: 1;
    min-inline-size: 10rem;
  }
  .tick {
    display: flex;
    align-items: center;
    gap: var(--s3);
    flex: 1;
    min-block-size: var(--touch);
    cursor: pointer;
  }
  .tick input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    accent-color: var(--accent);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
    padding-block: var(--s3);
  }
  .seek {
    padding-block: var(--s3) var(--s2);
  }
  .scroll {
    max-block-size: 50dvh;
    overflow-y: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--text-s);
  }
  td,
  th {
    padding: var(--s2);
    border-block-end: 1px solid var(--hairline);
    text-align: start;
  }
  accueil-qr {
    display: block;
    max-inline-size: 16rem;
    margin-inline: auto;
  }
`;
