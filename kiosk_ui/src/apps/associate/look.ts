/** How the associate's app is laid out: on a phone, on its side, on a desk. */

import { css } from "lit";

export const look = css`
  :host {
    --bar: 4rem;
    background: var(--surface);
  }
  .app {
    display: grid;
    grid-template: auto auto auto minmax(0, 1fr) auto / minmax(0, 1fr);
    grid-template-areas: "top" "offline" "calls" "main" "nav";
    block-size: 100dvh;
  }
  .top {
    grid-area: top;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--s1) var(--s3);
    padding: max(var(--s2), env(safe-area-inset-top)) var(--s4) var(--s2);
    border-block-end: 1px solid var(--hairline);
  }
  .brand {
    flex: 1 1 8rem;
    min-inline-size: 0;
    font: 600 1.375rem/1.1 var(--serif);
  }
  .brand .over {
    display: block;
    margin-block-start: 0.1rem;
    font-size: 0.6875rem;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .shift {
    flex: none;
    gap: var(--s3);
    padding-inline: var(--s4) var(--s2);
    font-size: var(--text-s);
  }
  .shift i {
    position: relative;
    inline-size: 2.75rem;
    block-size: 1.625rem;
    border: 1px solid var(--edge);
    border-radius: 999px;
    background: var(--sunken);
  }
  .shift i::after {
    content: "";
    position: absolute;
    inset-block-start: calc(50% - 0.5625rem);
    inset-inline-start: 0.1875rem;
    inline-size: 1.125rem;
    block-size: 1.125rem;
    border-radius: 50%;
    background: var(--quiet);
    transition: inset-inline-start var(--quick) var(--ease);
  }
  .shift[aria-checked="true"] {
    border-color: var(--accent);
    color: var(--accent);
  }
  .shift[aria-checked="true"] i {
    border-color: var(--accent);
    background: var(--accent);
  }
  .shift[aria-checked="true"] i::after {
    inset-inline-start: calc(100% - 1.3125rem);
    background: var(--on-accent);
  }
  .offline {
    grid-area: offline;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--s2);
    padding: var(--s2) var(--s4);
    background: var(--attention-wash);
    color: var(--attention);
    font-size: var(--text-s);
    font-weight: 550;
  }
  main {
    grid-area: main;
    position: relative;
    min-block-size: 0;
  }
  .pane {
    block-size: 100%;
    overflow-y: auto;
    overscroll-behavior: contain;
    background: var(--surface);
  }
  .arrivals {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    block-size: 100%;
  }
  .one {
    position: absolute;
    inset: 0;
    z-index: 2;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr) auto;
    background: var(--surface);
    animation: open var(--calm) var(--ease);
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: translateY(1rem);
    }
  }
  .one .back {
    grid-row: 1;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    padding: 0 var(--s2);
    border-block-end: 1px solid var(--hairline);
  }
  .one .back button {
    padding-inline: var(--s1);
    font-size: var(--text-s);
    white-space: nowrap;
  }
  .one .pane {
    grid-row: 2;
  }
  .one accueil-steps {
    grid-row: 3;
  }
  .others {
    border-color: transparent;
    color: var(--accent);
    font-weight: 600;
  }
  .none {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--s3);
    min-block-size: 100%;
    padding: var(--s6) var(--s5);
    text-align: center;
  }
  .none h1 {
    max-inline-size: 12em;
    font-size: var(--title-xl);
    letter-spacing: -0.015em;
  }
  .none p {
    max-inline-size: 24rem;
    color: var(--quiet);
  }
  .none button {
    margin-block-start: var(--s4);
  }
  nav {
    grid-area: nav;
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    border-block-start: 1px solid var(--hairline);
    padding-block-end: env(safe-area-inset-bottom);
  }
  accueil-calls {
    grid-area: calls;
  }
  nav button {
    position: relative;
    flex-direction: column;
    gap: 0.15rem;
    min-block-size: var(--bar);
    padding: var(--s1);
    border: 0;
    border-radius: 0;
    font-size: var(--text-xs);
    color: var(--quiet);
  }
  nav button[aria-current="page"] {
    color: var(--accent);
    font-weight: 650;
  }
  nav button[aria-current="page"]::before {
    content: "";
    position: absolute;
    inset-block-start: -1px;
    inset-inline: 25%;
    border-block-start: 2px solid var(--accent);
  }
  .count {
    position: absolute;
    inset-block-start: 0.4rem;
    inset-inline-start: calc(50% + 0.5rem);
    min-inline-size: 1.25rem;
    padding-inline: 0.3rem;
    border-radius: 999px;
    background: var(--accent);
    color: var(--on-accent);
    font: 650 var(--text-xs) / 1.25rem var(--sans);
  }
  .said {
    position: fixed;
    inset-block-start: max(var(--s4), env(safe-area-inset-top));
    inset-inline: var(--s4);
    z-index: 5;
    display: flex;
    align-items: center;
    gap: var(--s3);
    max-inline-size: 30rem;
    margin-inline: auto;
    padding: var(--s3) var(--s2) var(--s3) var(--s4);
    border: 1px solid var(--hairline);
    border-radius: var(--radius);
    background: var(--raised);
    box-shadow: var(--shadow);
    animation: open var(--calm) var(--ease);
  }
  .said p {
    flex: 1;
  }
  .said strong {
    display: block;
    font: 600 1.25rem/1.25 var(--serif);
  }
  @media (max-width: 43.99rem) {
    nav.away {
      display: none;
    }
  }
  @media (min-width: 44rem) {
    .app {
      grid-template: auto auto auto minmax(0, 1fr) / 5rem minmax(0, 1fr);
      grid-template-areas: "nav top" "nav offline" "nav calls" "nav main";
    }
    nav {
      grid-auto-flow: row;
      grid-auto-rows: 4.5rem;
      align-content: center;
      border-block-start: 0;
      border-inline-end: 1px solid var(--hairline);
      padding-inline-start: env(safe-area-inset-left);
    }
    nav button[aria-current="page"]::before {
      inset-block: 25%;
      inset-inline: auto -1px;
      border-block-start: 0;
      border-inline-start: 2px solid var(--accent);
    }
    .arrivals.some {
      grid-template-columns: minmax(16rem, 24rem) minmax(0, 1fr);
    }
    .arrivals.some > .pane:first-child {
      border-inline-end: 1px solid var(--hairline);
    }
    .one {
      position: static;
      min-block-size: 0;
    }
    .one .back {
      display: none;
    }
    .pick {
      display: grid !important;
    }
  }
  .pick {
    display: none;
    place-items: center;
    padding: var(--s6);
    text-align: center;
    font: 500 var(--title-m) / 1.2 var(--serif);
    color: var(--quiet);
  }
  @media (min-width: 64rem) {
    accueil-arrival-card {
      max-inline-size: 62rem;
    }
  }
  /* Large letters on a small screen: the card has all of it. */
  @media (max-height: 40rem) and (max-width: 43.99rem) {
    .top.behind {
      display: none;
    }
  }
  @media (max-height: 30rem) and (orientation: landscape) {
    .top {
      padding-block: var(--s1);
    }
    .brand {
      display: flex;
      align-items: baseline;
      gap: var(--s3);
    }
    nav {
      grid-auto-rows: 4rem;
    }
  }
`;
