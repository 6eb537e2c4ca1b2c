/** The guard's answer fills the screen: colour, sign and word, each enough by itself. */

import { css } from "lit";

export const guardLook = css`
  :host {
    background: var(--ground);
  }
  main {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    min-block-size: 100dvh;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: max(var(--s2), env(safe-area-inset-top)) var(--s4) var(--s2);
    border-block-end: 1px solid var(--hairline);
    background: var(--surface);
  }
  .brand {
    font: 600 1.375rem/1.1 var(--serif);
  }
  .brand .over {
    display: block;
    margin-block-start: 0.1rem;
    font-size: 0.6875rem;
  }
  .offline,
  .against {
    display: flex;
    align-items: center;
    gap: var(--s2);
    padding: var(--s2) var(--s4);
    background: var(--attention-wash);
    color: var(--attention);
    font-size: var(--text-s);
    font-weight: 550;
  }
  .against {
    background: var(--refusal-wash);
    color: var(--refusal);
  }
  .against span {
    flex: 1;
  }
  .eye {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--s5);
    padding: var(--s5) var(--s4) max(var(--s6), env(safe-area-inset-bottom));
    text-align: center;
  }
  .eye h1 {
    max-inline-size: 12em;
    font-size: var(--title-l);
  }
  accueil-scanner {
    --scanner-size: min(100%, 52dvh);
    --scanner-corners: var(--radius-l);
    inline-size: 100%;
  }
  .said {
    margin: 0 var(--s4) var(--s5);
    padding: var(--s3) var(--s4);
    border-radius: var(--radius-s);
    background: var(--refusal-wash);
    color: var(--refusal);
  }
  button.answer {
    position: fixed;
    inset: 0;
    z-index: 3;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--s3);
    inline-size: 100%;
    overflow-y: auto;
    padding: max(var(--s5), env(safe-area-inset-top)) var(--s5)
      max(var(--s5), env(safe-area-inset-bottom));
    border: 0;
    border-radius: 0;
    color: #fff;
    font-size: var(--text-l);
    text-align: center;
    animation: appear var(--quick) var(--ease);
  }
  @keyframes appear {
    from {
      opacity: 0.4;
    }
  }
  button.answer.green,
  button.answer.green:hover:not(:disabled) {
    background: #14532f;
  }
  button.answer.amber,
  button.answer.amber:hover:not(:disabled) {
    background: #f3b33d;
    color: #231701;
  }
  button.answer.red,
  button.answer.red:hover:not(:disabled) {
    background: #8c1d18;
  }
  button.answer:focus-visible {
    outline: 3px solid currentColor;
    outline-offset: -0.75rem;
  }
  .answer > svg {
    inline-size: min(34vmin, 11rem);
    block-size: min(34vmin, 11rem);
    padding: 0.6rem;
    border: 2px solid currentColor;
    border-radius: 50%;
    stroke-width: 1.25;
  }
  .answer strong {
    font: 500 clamp(2.75rem, 14vmin, 5.5rem) / 1.05 var(--serif);
  }
  .pieces {
    display: flex;
    align-items: baseline;
    gap: var(--s3);
    font: 500 var(--title-m) / 1.1 var(--serif);
  }
  .pieces b {
    font: 500 clamp(4.5rem, 24vmin, 9rem) / 1 var(--serif);
    font-variant-numeric: lining-nums;
  }
  .why {
    max-inline-size: 20em;
    font-size: 1.25rem;
  }
  .answer .small {
    display: inline-flex;
    align-items: center;
    gap: var(--s2);
  }
  .next {
    margin-block-start: var(--s5);
    padding: var(--s3) var(--s6);
    border: 1px solid currentColor;
    border-radius: 999px;
  }
`;
