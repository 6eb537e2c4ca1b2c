/** How the log is laid out: a day's lines under its date, names that can be pressed. */

import { css } from "lit";

export const auditLook = css`
  form {
    align-items: end;
    margin-block-start: var(--s4);
  }
  accueil-client-choice {
    grid-column: span 2;
  }
  h3 {
    padding-block: var(--s4) var(--s1);
  }
  h3:first-child {
    padding-block-start: 0;
  }
  .lines li {
    display: grid;
    grid-template-columns: 3.5rem minmax(0, 1fr);
    align-items: baseline;
    gap: var(--s3);
    padding-block: var(--s1);
    border-block-end: 1px solid var(--hairline);
  }
  .lines li:last-child {
    border: 0;
  }
  .deed {
    overflow-wrap: anywhere;
  }
  .whom::before {
    content: "·";
    margin-inline: 0.35em;
    color: var(--quiet);
  }
  .name {
    display: inline;
    min-inline-size: 0;
    padding: 0.625rem 0;
    border: 0;
    border-radius: var(--radius-s);
    font-weight: 600;
    text-align: start;
    white-space: normal;
  }
  .whom .name {
    color: var(--accent);
  }
  .whom .name + .name::before {
    content: ", ";
    color: var(--quiet);
  }
  p.good {
    margin-block-start: var(--s3);
  }
  .wide {
    margin-block-start: var(--s4);
  }
`;
