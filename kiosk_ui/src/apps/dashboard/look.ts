/** What the manager's rooms share in looks: panels, rows, forms. */

import { css } from "lit";

export const look = css`
  .panel {
    padding: var(--s4) clamp(var(--s4), 3vw, var(--s5));
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2) var(--s4);
    margin-block-end: var(--s3);
  }
  h1,
  h2 {
    font-size: var(--title-m);
  }
  h3 {
    font-size: var(--title-s);
  }
  .rows > li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s4);
    min-block-size: 3.75rem;
    padding-block: var(--s2);
    border-block-end: 1px solid var(--hairline);
  }
  .rows > li:last-child {
    border: 0;
  }
  .rows .main {
    flex: 1;
    min-inline-size: 9rem;
  }
  .rows b {
    display: block;
    font: 600 1.25rem/1.2 var(--serif);
    font-variant-numeric: lining-nums;
    overflow-wrap: anywhere;
  }
  .none {
    padding-block: var(--s4);
    color: var(--quiet);
    font: italic 500 1.25rem/1.3 var(--serif);
  }
  .alert {
    color: var(--attention);
    font-weight: 600;
  }
  .good {
    color: var(--accent);
    font-weight: 600;
  }
  form.grid {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
    gap: var(--s4);
    align-items: end;
  }
  form.grid .whole {
    grid-column: 1 / -1;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
    align-items: center;
  }
`;
