/** How the kiosk looks from two metres away. */

import { css } from "lit";

export const look = css`
  :host {
    --unit: clamp(1rem, min(2.6vw, 2.1vh), 2.25rem);
    font-size: var(--unit);
    user-select: none;
  }
  .screen {
    display: grid;
    min-block-size: 100dvh;
    background: var(--ground);
    text-align: center;
  }
  .idle {
    grid-template-rows: auto 1fr auto auto;
    padding: calc(var(--unit) * 2.6) calc(var(--unit) * 2.2) calc(var(--unit) * 1.4);
  }
  .brand {
    font: 600 calc(var(--unit) * 1.8) / 1.1 var(--serif);
  }
  .brand span {
    display: block;
    margin-block-start: 0.6em;
    font: 550 calc(var(--unit) * 0.62) / 1.2 var(--sans);
    letter-spacing: 0.2em;
    text-transform: uppercase;
    color: var(--quiet);
  }
  .hail,
  .hail header {
    display: grid;
    gap: calc(var(--unit) * 1.2);
    justify-items: center;
  }
  .hail {
    align-self: center;
  }
  .hail h1 {
    font-size: min(calc(var(--unit) * 7), 18vw);
    letter-spacing: -0.02em;
  }
  .hail p {
    max-inline-size: 24em;
    font: italic 500 calc(var(--unit) * 1.6) / 1.35 var(--serif);
    color: var(--quiet);
  }
  .hail accueil-scanner {
    --scanner-size: min(calc(var(--unit) * 13), 36dvh, 60vw);
    --scanner-shape: 3 / 4;
    --scanner-corners: 999px 999px var(--radius) var(--radius);
    --scanner-words: 400 max(1.125rem, calc(var(--unit) * 1.15)) / 1.35 var(--sans);
    font: 400 max(1rem, calc(var(--unit) * 0.7)) / 1.4 var(--sans);
  }
  .over {
    font: 550 max(0.875rem, calc(var(--unit) * 0.7)) / 1.2 var(--sans) !important;
    color: var(--accent) !important;
  }
  .soiree .hail,
  .soiree header {
    gap: calc(var(--unit) * 0.9);
  }
  .soiree .picture {
    inline-size: min(100%, calc(var(--unit) * 26));
    block-size: min(22dvh, calc(var(--unit) * 13));
    object-fit: cover;
    border-radius: var(--radius);
  }
  @media (orientation: landscape) {
    .soiree .picture {
      display: none;
    }
  }
  /* A tablet on its side: the picture is one half of the screen, and the words have the other. */
  @media (orientation: landscape) and (min-height: 36rem) {
    .soiree .picture:not([hidden]) {
      display: block;
      position: absolute;
      inset-block: 0;
      inset-inline-start: 0;
      inline-size: 46%;
      block-size: 100%;
      border-radius: 0;
    }
    .soiree:has(.picture:not([hidden])) {
      position: relative;
      padding-inline-start: calc(46% + var(--unit) * 2.2);
    }
    /* Two columns: what is on tonight, and the eye; beside a picture the eye has a line of its own. */
    .hail:has(accueil-scanner:not([hidden])) {
      grid-template: "head eye" auto "invite eye" auto / auto auto;
      justify-content: center;
      gap: calc(var(--unit) * 1.2) calc(var(--unit) * 4.5);
    }
    .hail:has(accueil-scanner:not([hidden])):has(.picture:not([hidden])) {
      grid-template: "head head" auto "eye invite" auto / auto auto;
      gap: calc(var(--unit) * 1.2);
    }
    .hail header {
      grid-area: head;
      align-self: end;
    }
    .hail accueil-scanner {
      grid-area: eye;
    }
    .hail .invite {
      grid-area: invite;
      align-self: start;
    }
    .hail:has(.picture:not([hidden])) accueil-scanner {
      --scanner-size: 8.5rem;
      --scanner-shape: 1;
    }
    .hail:has(.picture:not([hidden])):has(accueil-scanner:not([hidden])) .invite {
      align-self: center;
      justify-self: start;
    }
    .hail:has(.picture:not([hidden])) accueil-scanner {
      justify-self: end;
    }
    .soiree:has(.picture:not([hidden])) nav button {
      padding-inline: calc(var(--unit) * 0.6);
    }
    .hail:not(:has(accueil-scanner:not([hidden]))) > * {
      grid-area: auto;
    }
  }
  .soiree .title {
    max-inline-size: 12em;
    font-size: min(calc(var(--unit) * 3.9), 11vw);
  }
  bdi {
    font-variant-numeric: lining-nums;
  }
  .dress::before {
    content: "·";
    padding-inline: 0.5em;
  }
  .hail .doors {
    font: 500 max(1rem, calc(var(--unit) * 0.85)) / 1.3 var(--sans);
    color: var(--attention);
  }
  .rule {
    inline-size: calc(var(--unit) * 4);
    border-block-start: 1px solid var(--accent);
  }
  form {
    display: flex;
    gap: calc(var(--unit) * 0.5);
    inline-size: min(100%, calc(var(--unit) * 22));
    margin-inline: auto;
  }
  form input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: max(3.5rem, calc(var(--unit) * 3)) !important;
    border-radius: 999px !important;
    padding-inline: 1.2em !important;
    font: 500 max(1.125rem, calc(var(--unit) * 1)) / 1 var(--sans) !important;
    text-align: center;
    user-select: text;
  }
  form button {
    min-block-size: max(3.5rem, calc(var(--unit) * 3));
    min-inline-size: max(3.5rem, calc(var(--unit) * 3));
    padding: 0;
    font-size: calc(var(--unit) * 1.1);
  }
  footer {
    display: grid;
    gap: calc(var(--unit) * 0.8);
    margin-block-start: calc(var(--unit) * 1.2);
  }
  footer nav,
  .help {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: center;
    gap: var(--s2) var(--s3);
  }
  footer button {
    min-block-size: max(var(--touch), calc(var(--unit) * 2.2));
    padding-inline: calc(var(--unit) * 1.1);
    font-size: max(1rem, calc(var(--unit) * 0.8));
  }
  .help .hold {
    color: var(--quiet);
    font-size: max(0.875rem, calc(var(--unit) * 0.6));
    touch-action: none;
  }
  .offline {
    display: inline-flex;
    gap: var(--s2);
    align-items: center;
    color: var(--attention);
    font-size: max(0.875rem, calc(var(--unit) * 0.6));
  }
  .unseen {
    inset-block-start: 0; /* below all else it would be one more pixel to scroll */
  }
  .behind {
    visibility: hidden;
  }
  .verdict {
    position: fixed;
    inset: 0;
    z-index: 1;
    align-content: center;
    justify-items: center;
    gap: calc(var(--unit) * 1.4);
    padding: calc(var(--unit) * 3);
    animation: appear var(--quick) var(--ease);
  }
  @keyframes appear {
    from {
      opacity: 0;
      transform: scale(1.015);
    }
  }
  .verdict.welcome {
    --vein: rgb(207 229 218 / 32%);
    background: #173f35;
    color: #fbf9f4;
  }
  .verdict.already,
  .verdict.goodbye {
    background: var(--surface);
  }
  .said {
    display: grid;
    justify-items: center;
    gap: calc(var(--unit) * 1.4);
  }
  .verdict .table {
    padding: 0.35em 1em;
    border: 1px solid currentColor;
    border-radius: 999px;
    font: 500 calc(var(--unit) * 1.6) / 1.2 var(--sans);
  }
  .company {
    display: grid;
    gap: calc(var(--unit) * 1.1);
    align-self: end;
    justify-items: center;
    inline-size: 100%;
    padding-block-start: calc(var(--unit) * 1.6);
    border-block-start: 1px solid rgb(251 249 244 / 30%);
  }
  .company h2 {
    font-size: calc(var(--unit) * 2.1);
  }
  .company .choices {
    justify-content: center;
    gap: calc(var(--unit) * 0.6);
  }
  .company button {
    min-block-size: max(3.75rem, calc(var(--unit) * 3.2));
    min-inline-size: calc(var(--unit) * 4.6);
    padding-inline: calc(var(--unit) * 1.3);
    border-color: rgb(251 249 244 / 70%);
    color: inherit;
    font: 500 max(1.125rem, calc(var(--unit) * 1.1)) / 1.2 var(--sans);
  }
  .verdict:has(.company) {
    grid-template-rows: 1fr auto;
    align-content: stretch;
  }
  .verdict:has(.company) .said {
    align-content: center;
  }
  .verdict.full,
  .verdict.moment {
    background: light-dark(#efe0c6, #33281a);
  }
  .seal {
    display: grid;
    place-items: center;
    inline-size: calc(var(--unit) * 7);
    block-size: calc(var(--unit) * 7);
    border: 2px solid currentColor;
    border-radius: 50%;
    font-size: calc(var(--unit) * 2.6);
  }
  .seal svg {
    stroke-width: 1;
  }
  .verdict h1 {
    max-inline-size: 11em;
    font-size: min(calc(var(--unit) * 5), 15vw);
    letter-spacing: -0.015em;
  }
  .verdict p {
    max-inline-size: 22em;
    font: italic 500 calc(var(--unit) * 1.9) / 1.3 var(--serif);
  }
  @media (max-width: 34rem) {
    .idle {
      gap: var(--s3);
    }
    .hail accueil-scanner {
      --scanner-size: min(46vw, 26dvh);
    }
  }
  .not-paired {
    align-content: center;
    justify-items: center;
    gap: var(--s5);
    padding: var(--s6);
  }
  @media (orientation: landscape) and (max-height: 34rem) {
    .idle {
      padding-block: var(--s4);
    }
    .hail h1 {
      font-size: 3.5rem;
    }
    .hail {
      grid-template-columns: 1fr auto;
      gap: var(--s2) var(--s5);
    }
    .hail accueil-scanner {
      --scanner-size: 8rem;
      grid-column: 2;
      grid-row: 1 / span 2;
    }
    footer {
      margin-block-start: var(--s2);
    }
  }
`;
