/** What a basket looks like on both sides of the counter: its total, its rows, its time left. */

import { css } from "lit";

export const basketLook = css`
  .total {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--s3);
  }
  .total strong {
    font: 500 var(--title-m) / 1.1 var(--serif);
    font-variant-numeric: lining-nums;
    white-space: nowrap;
  }
  .row > svg:first-child {
    color: var(--quiet);
  }
  .row > span {
    flex: 1;
  }
  .row small {
    display: block;
    font-size: var(--text-s);
    color: var(--quiet);
  }
  .held {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s3);
    margin-block-end: var(--s4);
    padding: var(--s3) var(--s4);
    border-radius: var(--radius);
    background: var(--accent-wash);
  }
  .held accueil-countdown {
    font: 500 var(--title-s) / 1 var(--serif);
  }
`;
