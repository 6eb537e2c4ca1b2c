/** What the pages of an event share in looks. */

import { css } from "lit";

export const eventLook = css`
  .badge {
    display: inline-flex;
    align-items: center;
    min-block-size: 1.75rem;
    padding: 0 var(--s3);
    border: 1px solid var(--hairline);
    border-radius: 999px;
    background: var(--surface);
    color: var(--quiet);
    font: 550 var(--text-xs) / 1 var(--sans);
    letter-spacing: 0.04em;
    white-space: nowrap;
  }
  .badge.open,
  .badge.running {
    border-color: transparent;
    background: var(--accent-wash);
    color: var(--accent);
  }
  .badge.full {
    border-color: transparent;
    background: var(--attention-wash);
    color: var(--attention);
  }
  .badge.cancelled {
    border-color: transparent;
    background: var(--refusal-wash);
    color: var(--refusal);
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr));
    gap: var(--s5);
    align-items: start;
  }
  .stack {
    display: grid;
    gap: var(--s5);
  }
  .notice {
    padding: var(--s3) var(--s4);
    border-radius: var(--radius-s);
    background: var(--attention-wash);
    color: var(--attention);
    font-size: var(--text-s);
  }
  .notice li + li {
    margin-block-start: var(--s2);
  }
  /* A grid's columns give way to a long word before the page does. */
  form.grid > *,
  .field {
    min-inline-size: 0;
  }
`;
