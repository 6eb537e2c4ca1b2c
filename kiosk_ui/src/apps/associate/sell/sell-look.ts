/** How the associate's till looks: a page that scrolls, and a bar in a thumb's reach. */

import { css } from "lit";

import { basketLook } from "../../../elements/basket-look";

/** How a basket stands, in a word. */
export const stateLook = css`
  .state {
    padding: 0.1rem 0.6rem;
    border-radius: 999px;
    background: var(--sunken);
    color: var(--quiet);
    font-size: var(--text-xs);
    font-weight: 550;
  }
  .state.locked,
  .state.paying {
    background: var(--attention-wash);
    color: var(--attention);
  }
  .state.paid {
    background: var(--accent);
    color: var(--on-accent);
  }
  .state.human {
    background: var(--refusal-wash);
    color: var(--refusal);
  }
`;

export const sellLook = css`
  ${basketLook}
  ${stateLook}

  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 100%;
  }
  .page {
    flex: 1;
  }
  .content {
    max-inline-size: 40rem;
    margin-inline: auto;
    padding: var(--s4);
  }
  h1 {
    margin-block-end: var(--s3);
    font-size: var(--title-l);
  }
  h2.over {
    margin-block: var(--s5) var(--s1);
  }
  .none {
    padding-block: var(--s7);
    color: var(--quiet);
    font: italic 500 var(--title-s) / 1.3 var(--serif);
    text-align: center;
    text-wrap: balance;
  }
  .wrong {
    margin-block-end: var(--s3);
    padding: var(--s3) var(--s4);
    border-radius: var(--radius-s);
    background: var(--refusal-wash);
    color: var(--refusal);
    font-size: var(--text-s);
  }
  .baskets button {
    justify-content: space-between;
    gap: var(--s4);
    inline-size: 100%;
    padding: var(--s3) 0;
    border: 0;
    border-block-end: 1px solid var(--hairline);
    border-radius: 0;
    text-align: start;
  }
  .baskets b {
    display: block;
    font: 500 var(--title-s) / 1.2 var(--serif);
    overflow-wrap: anywhere;
  }
  .baskets .end {
    display: grid;
    justify-items: end;
    gap: var(--s1);
    flex: none;
    white-space: nowrap;
  }
  button.alert {
    justify-content: flex-start;
    inline-size: 100%;
    margin-block-end: var(--s2);
    border-color: transparent;
    border-radius: var(--radius);
    background: var(--refusal-wash);
    color: var(--refusal);
    text-align: start;
  }
  .bar {
    position: sticky;
    inset-block-end: 0;
    z-index: 2;
    display: grid;
    gap: var(--s2);
    padding: var(--s3) var(--s4);
    border-block-start: 1px solid var(--hairline);
    background: var(--surface);
  }
  .bar > * {
    max-inline-size: 38rem;
    inline-size: 100%;
    margin-inline: auto;
  }
  /* A phone held sideways: the basket keeps the height. */
  @media (orientation: landscape) and (max-height: 30rem) {
    .bar {
      grid-auto-flow: column;
      grid-auto-columns: auto;
      gap: var(--s3);
      align-items: center;
      padding: var(--s2) max(var(--s4), (100% - 42rem) / 2); /* a long total, and three buttons */
    }
    .bar > * {
      inline-size: auto;
      margin-inline: 0;
    }
    .bar button {
      white-space: nowrap;
    }
  }
  .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--s2);
    padding: var(--s1) var(--s2);
    border-block-end: 1px solid var(--hairline);
  }
  .who {
    display: flex;
    align-items: baseline;
    justify-content: space-between;
    gap: var(--s3);
    margin-block-end: var(--s2);
  }
  .who h1 {
    margin: 0;
    font-size: var(--title-m);
  }
  .adding button {
    gap: var(--s1);
    padding-inline: var(--s1);
    font-size: var(--text-s);
    white-space: nowrap;
  }
  .adding {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(6.75rem, 1fr));
    gap: var(--s2);
    margin-block: var(--s3);
  }
  .done {
    display: flex;
    align-items: center;
    gap: var(--s2);
    color: var(--accent);
  }
  .row {
    display: flex;
    align-items: center;
    justify-content: flex-start;
    gap: var(--s4);
    inline-size: 100%;
    min-block-size: 3.5rem;
    padding: var(--s2) 0;
    border: 0;
    border-block-end: 1px solid var(--hairline);
    border-radius: 0;
    text-align: start;
    font-weight: 450;
  }
  .panel {
    display: grid;
    justify-items: center;
    gap: var(--s4);
    margin-block-end: var(--s4);
    padding: var(--s5) var(--s4);
    border: 1px solid var(--hairline);
    border-radius: var(--radius-l);
    background: var(--raised);
    text-align: center;
  }
  .panel > accueil-qr {
    inline-size: min(100%, 15rem);
  }
  .panel > accueil-receipts {
    justify-self: stretch;
  }
  .panel p {
    text-wrap: balance;
  }
  .panel h2 {
    font-size: var(--title-m);
    font-variant-numeric: lining-nums;
  }
  .panel.human {
    border-color: transparent;
    background: var(--refusal-wash);
    color: var(--refusal);
  }
  .panel.paid {
    border-color: transparent;
    background: #1d4b40;
    color: #fbf9f4;
  }
  .panel.paid button {
    background: transparent;
    border-color: rgb(251 249 244 / 60%);
    color: inherit;
  }
  .panel.paid button:hover:not(:disabled) {
    background: rgb(251 249 244 / 12%);
  }
  .panel.paid .quiet,
  .panel.paid .over {
    color: inherit;
    opacity: 0.85;
  }
  .two {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: var(--s2);
  }
  form {
    display: grid;
    gap: var(--s4);
    padding-block-end: var(--s4);
  }
  .steps li {
    border-block-end: 1px solid var(--hairline);
  }
  .steps label {
    display: flex;
    align-items: center;
    gap: var(--s4);
    min-block-size: 3.5rem;
    padding-block: var(--s2);
    cursor: pointer;
  }
  .steps input {
    inline-size: 1.5rem;
    block-size: 1.5rem;
    flex: none;
    accent-color: var(--accent);
  }
  .steps b {
    display: block;
    font: 500 var(--title-s) / 1.2 var(--serif);
  }
  .steps label:has(:checked) {
    color: var(--quiet);
  }
  h2.closing {
    margin-block: var(--s5) var(--s2);
    font-size: var(--title-m);
  }
`;
