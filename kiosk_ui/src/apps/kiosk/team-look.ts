/** How the kiosk looks while a colleague stands at it: plain, and all in the lower half. */

import { css } from "lit";

export const teamLook = css`
  main.marble {
    position: fixed;
    inset: 0;
    z-index: 2;
    display: grid;
    align-content: end;
    gap: calc(var(--unit) * 0.9);
    padding: calc(var(--unit) * 1.5);
    overflow: auto;
    background: var(--ground);
    font-size: max(1rem, calc(var(--unit) * 0.75));
    user-select: none;
  }
  main > * {
    inline-size: min(100%, calc(var(--unit) * 28));
    margin-inline: auto;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s4);
    padding-block-end: var(--s4);
    border-block-end: 1px solid var(--hairline);
  }
  h1 {
    font-size: max(1.75rem, calc(var(--unit) * 1.6));
  }
  button {
    min-block-size: max(var(--touch), calc(var(--unit) * 1.9));
    font-size: inherit;
  }
  .names {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(13em, 1fr));
    gap: var(--s3);
  }
  .names button {
    justify-content: start;
    inline-size: 100%;
    padding-block: var(--s3);
    border-color: var(--hairline);
    border-radius: var(--radius);
    background: var(--surface);
  }
  .pin {
    display: grid;
    justify-items: center;
    gap: var(--s4);
    padding-block: var(--s5);
  }
  .deeds {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s3);
  }
  .found {
    display: grid;
    gap: var(--s2);
    min-block-size: calc(var(--unit) * 12);
    align-content: end;
  }
  .found li {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: var(--s4);
    padding: var(--s3) 0;
    border-block-start: 1px solid var(--hairline);
  }
  .found strong,
  .found .quiet,
  .found .no {
    display: block;
  }
  .found strong {
    font: 500 1.35em/1.1 var(--serif);
  }
  .no {
    color: var(--attention);
  }
  .in {
    display: inline-flex;
    align-items: center;
    gap: var(--s2);
    color: var(--accent);
  }
  input[type="search"] {
    min-block-size: max(3.5rem, calc(var(--unit) * 2.4)) !important;
    font-size: 1.35em !important;
  }
`;
