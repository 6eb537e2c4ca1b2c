/** How the fast lane looks: a page of paper with serif names, and one bar in a thumb's reach. */

import { css } from "lit";

import { basketLook } from "../basket-look";

export const look = css`
  ${basketLook}
  .page {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: 1fr auto;
    min-block-size: calc(100dvh - 3.75rem);
  }
  .content {
    inline-size: 100%;
    max-inline-size: 34rem;
    margin-inline: auto;
    padding: var(--s4) max(var(--s5), env(safe-area-inset-right)) var(--s6)
      max(var(--s5), env(safe-area-inset-left));
  }
  h1 {
    font-size: var(--title-l);
  }
  h2 {
    font-size: var(--title-m);
  }
  .bar {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    border-block-start: 1px solid var(--hairline);
    background: var(--surface);
  }
  .bar > div {
    display: grid;
    gap: var(--s3);
    max-inline-size: 34rem;
    margin-inline: auto;
    padding: var(--s3) max(var(--s5), env(safe-area-inset-right))
      max(var(--s4), env(safe-area-inset-bottom)) max(var(--s5), env(safe-area-inset-left));
  }
  .total small {
    display: block;
    font-size: var(--text-s);
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--s4);
    inline-size: 100%;
    min-block-size: 3.5rem;
    padding: var(--s2) 0;
    border: 0;
    border-block-end: 1px solid var(--hairline);
    border-radius: 0;
    background: none;
    color: inherit;
    text-align: start;
    justify-content: flex-start;
    font-size: var(--text-m);
    font-weight: 450;
    text-decoration: none;
  }
  .row > svg:last-child:not(:first-child) {
    inline-size: 1em;
    color: var(--quiet);
  }
  .actions {
    display: grid;
    gap: var(--s3);
  }
  .notice {
    padding: var(--s4);
    border-radius: var(--radius);
    background: var(--attention-wash);
    color: var(--attention);
  }
  .centre {
    display: grid;
    justify-items: center;
    gap: var(--s4);
    text-align: center;
  }
  fieldset {
    display: grid;
    gap: var(--s3);
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: var(--s2);
    font-weight: 550;
  }
  .form {
    display: grid;
    gap: var(--s5);
    padding-block: var(--s2) var(--s4);
  }
  /* A phone on its side: the bag on one side, what to do with it on the other. */
  @media (orientation: landscape) and (max-height: 30rem) {
    .page {
      grid-template-columns: minmax(0, 1fr) minmax(15rem, 21rem);
      grid-template-rows: 1fr;
    }
    .bar {
      align-self: start;
      inset-block: 3.75rem auto;
      min-block-size: calc(100dvh - 3.75rem);
      border-block-start: 0;
      border-inline-start: 1px solid var(--hairline);
    }
    .bar > div {
      align-content: center;
      min-block-size: calc(100dvh - 3.75rem);
    }
    .total {
      flex-direction: column;
    }
  }
`;
