/** How an invitation looks: a card of stone with a title in serif, and plain words under it. */

import { css } from "lit";

export const look = css`
  section {
    display: grid;
    gap: var(--s4);
    padding-block: var(--s6);
    border-block-end: 1px solid var(--hairline);
  }
  h2 {
    font-size: var(--title-m);
  }
  .dear {
    font: 500 var(--title-s) / 1.35 var(--serif);
  }
  .words {
    white-space: pre-line;
    line-height: 1.6;
  }
  dl {
    display: grid;
    grid-template-columns: max-content 1fr;
    gap: var(--s2) var(--s5);
  }
  dt {
    color: var(--quiet);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .state {
    display: grid;
    gap: var(--s2);
    padding: var(--s5);
    border-radius: var(--radius);
    background: var(--accent-wash);
  }
  .state.gone {
    background: var(--ground);
  }
  .state.waits {
    background: var(--attention-wash);
  }
  .pass {
    display: grid;
    justify-items: center;
    gap: var(--s4);
    padding: var(--s5);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    text-align: center;
  }
  .pass h3 {
    font-size: var(--title-s);
  }
  .pass img {
    inline-size: min(15rem, 100%);
    block-size: auto;
    border-radius: var(--radius);
    background: #fff;
  }
  fieldset {
    display: grid;
    gap: var(--s2);
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: var(--s2);
    font-weight: 550;
  }
  .choice {
    display: flex;
    align-items: center;
    gap: var(--s3);
    min-block-size: 3.25rem;
    padding: var(--s2) var(--s4);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    background: var(--raised);
    cursor: pointer;
  }
  .choice:has(input:checked) {
    border-color: var(--accent);
    background: var(--accent-wash);
  }
  .choice input {
    inline-size: 1.25rem;
    block-size: 1.25rem;
    min-block-size: 0;
    accent-color: var(--accent);
  }
  .choice .small {
    margin-inline-start: auto;
    color: var(--attention);
  }
  .others {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: var(--s2);
    align-items: end;
  }
  .actions {
    display: grid;
    gap: var(--s3);
  }
  .agree > li {
    padding-block: var(--s2);
  }
  .since {
    margin-block-start: var(--s1);
    font-size: var(--text-s);
    color: var(--quiet);
  }
`;

/** What only the page as a whole has. */
export const page = css`
  :host {
    min-block-size: 100dvh;
    background: var(--surface);
  }
  header {
    --marble: var(--marble-strip);
    display: grid;
    justify-items: center;
    gap: var(--s4);
    padding: var(--s8) var(--s5) var(--s7);
    background: var(--ground);
    border-block-end: 1px solid var(--hairline);
    text-align: center;
  }
  .picture {
    inline-size: min(34rem, 100%);
    max-block-size: 46vh;
    aspect-ratio: 5 / 3;
    object-fit: cover;
    border-radius: var(--radius);
    margin-block-end: var(--s3);
  }
  h1 {
    max-inline-size: 18ch;
    font-size: var(--title-xl);
    letter-spacing: -0.01em;
  }
  .when {
    display: grid;
    gap: var(--s1);
    font-size: var(--text-l);
  }
  .when span::first-letter {
    text-transform: uppercase;
  }
  .when .figures {
    font-size: var(--text-m);
    color: var(--quiet);
  }
  .page {
    max-inline-size: 34rem;
    margin-inline: auto;
    padding: 0 var(--s5) var(--s7);
  }
  .alone {
    --marble: var(--marble-strip);
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--s5);
    min-block-size: 100dvh;
    padding: var(--s5);
    background: var(--ground);
    text-align: center;
  }
`;
