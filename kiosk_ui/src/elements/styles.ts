/** What all elements share: text, buttons, fields, marble. Values come from tokens.css. */

import { css } from "lit";

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    display: block;
    color: var(--ink);
    font-family: var(--sans);
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2,
  h3 {
    font-family: var(--serif);
    font-weight: 500;
    line-height: 1.08;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  a {
    color: var(--accent);
    text-underline-offset: 0.2em;
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  svg.icon {
    inline-size: 1.375em;
    block-size: 1.375em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.5;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .over {
    font-family: var(--sans);
    font-size: var(--text-xs);
    font-weight: 550;
    line-height: 1.4;
    letter-spacing: var(--tracked);
    text-transform: uppercase;
    color: var(--quiet);
  }
  /* Letters that join, and letters that have no slant. */
  *:lang(ar) {
    letter-spacing: 0 !important;
  }
  *:lang(ar),
  *:lang(zh),
  *:lang(ja) {
    font-style: normal !important;
  }
  svg.flip:dir(rtl) {
    scale: -1 1;
  }
  @media (prefers-reduced-motion: reduce) {
    :host,
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
    }
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: var(--text-s);
  }
  .figures {
    font-variant-numeric: tabular-nums lining-nums;
  }
  .unseen {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;

export const buttons = css`
  button,
  a.button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    min-block-size: var(--touch);
    min-inline-size: var(--touch);
    padding: var(--s2) var(--s4);
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: transparent;
    color: var(--ink);
    font: 500 var(--text-m) / 1.2 var(--sans);
    text-decoration: none;
    cursor: pointer;
    transition:
      background var(--quick) var(--ease),
      transform var(--quick) var(--ease);
    -webkit-tap-highlight-color: transparent;
    touch-action: manipulation;
  }
  @media (hover: hover) {
    button:hover:not(:disabled) {
      background: var(--accent-wash);
    }
    button.primary:hover:not(:disabled) {
      background: var(--accent-deep);
    }
  }
  button:active:not(:disabled) {
    transform: scale(0.985);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  button.primary,
  a.primary {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  button.bare {
    border-color: transparent;
  }
  button.refusal {
    border-color: currentColor;
    color: var(--refusal);
  }
  button.round {
    padding: 0;
    inline-size: var(--touch);
    border-color: transparent;
  }
  button.wide {
    inline-size: 100%;
  }
  button.great {
    min-block-size: 3.75rem;
    font-size: var(--text-l);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  button[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }
  button.bare[aria-pressed="true"] {
    border-color: transparent;
    background: none;
    color: var(--accent);
    font-weight: 650;
    text-decoration: underline 2px;
    text-underline-offset: 0.4em;
  }
`;

export const fields = css`
  label.field,
  .field {
    display: grid;
    gap: var(--s1);
    font-size: var(--text-s);
    color: var(--quiet);
  }
  input:not([type="checkbox"]),
  select,
  textarea {
    inline-size: 100%;
    min-block-size: 3rem;
    padding: var(--s2) var(--s3);
    border: 1px solid var(--edge);
    border-radius: var(--radius-s);
    background: var(--raised);
    color: var(--ink);
    font: 400 var(--text-m) / 1.4 var(--sans);
  }
  textarea {
    min-block-size: 5.5rem;
    resize: vertical;
  }
  /* Chromium's own cross is blue in every house. */
  ::-webkit-search-cancel-button {
    appearance: none;
    inline-size: 1rem;
    block-size: 1rem;
    background: linear-gradient(45deg, transparent 46%, var(--quiet) 46% 54%, transparent 54%),
      linear-gradient(-45deg, transparent 46%, var(--quiet) 46% 54%, transparent 54%);
    cursor: pointer;
  }
  ::placeholder {
    color: var(--quiet);
    opacity: 0.85;
  }
  .wrong {
    padding: var(--s3) var(--s4);
    border-radius: var(--radius-s);
    background: var(--refusal-wash);
    color: var(--refusal);
    font-size: var(--text-s);
  }
`;

/** A form that is all there is in a sheet. */
export const formInSheet = css`
  form {
    display: grid;
    gap: var(--s4);
    padding-block-end: var(--s4);
  }
`;

/** Marble behind the content: the veins are a mask, their colour a token. */
export const marble = css`
  .marble {
    position: relative;
    isolation: isolate;
    overflow: hidden;
  }
  @supports (mask-mode: luminance) {
    .marble::before {
      content: "";
      position: absolute;
      inset: 0;
      z-index: -1;
      background: var(--vein);
      mask-image: var(--marble);
      mask-mode: luminance;
      mask-size: cover;
      mask-position: center;
      pointer-events: none;
    }
    /* Where words stand in the middle, the veins step back. */
    .marble.clear::before {
      mask-image: var(--marble), radial-gradient(closest-side, #2a2a2a 30%, #fff);
      mask-composite: intersect;
      mask-size: cover, 100% 100%;
    }
  }
`;
