/** How the manager's page is laid out: its head with the rooms, what is in the room, its foot. */

import { css } from "lit";

export const dashboardLook = css`
  :host {
    --page: 96rem;
    --beside: clamp(var(--s4), 3vw, var(--s6));
    --margins: max(var(--beside), (100% - var(--page)) / 2 + var(--beside));
    min-block-size: 100dvh;
    background: var(--ground);
  }
  @media (min-width: 160rem) {
    :host {
      --page: 150rem;
    }
  }
  header {
    position: sticky;
    inset-block-start: 0;
    z-index: 3;
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--s2) var(--s5);
    padding: var(--s2) var(--margins);
    border-block-end: 1px solid var(--hairline);
    background: color-mix(in srgb, var(--surface) 94%, transparent);
    backdrop-filter: blur(14px);
  }
  .brand {
    font: 600 1.5rem/1.1 var(--serif);
  }
  .brand .over {
    display: block;
    font-size: 0.6875rem;
  }
  nav {
    display: flex;
    flex: 1;
    gap: var(--s1);
  }
  nav a {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    min-block-size: 3.25rem;
    padding-inline: var(--s2);
    color: var(--quiet);
    text-decoration: none;
  }
  nav a[aria-current="page"] {
    color: var(--accent);
    font-weight: 600;
  }
  nav a[aria-current="page"]::after {
    content: "";
    position: absolute;
    inset-inline: var(--s2);
    inset-block-end: 0;
    border-block-end: 2px solid var(--accent);
  }
  .more {
    display: none;
  }
  .fresh {
    display: inline-flex;
    align-items: center;
    gap: var(--s2);
    font-size: var(--text-s);
    color: var(--quiet);
  }
  .fresh i {
    inline-size: 0.5rem;
    block-size: 0.5rem;
    border-radius: 50%;
    background: var(--accent);
  }
  .fresh.stale {
    padding: 0.25rem 0.75rem;
    border-radius: 999px;
    background: var(--attention-wash);
    color: var(--attention);
    font-weight: 600;
  }
  .fresh.stale i {
    background: var(--attention);
  }
  .deaf {
    display: flex;
    align-items: center;
    gap: var(--s3);
    margin: 0;
    padding: var(--s3) var(--margins);
    background: var(--attention-wash);
    color: var(--attention);
    font-weight: 550;
  }
  main {
    padding: var(--s5) var(--margins) var(--s7);
  }
  accueil-paired,
  accueil-own-access {
    margin-block-start: var(--s5);
  }
  main.old accueil-floor {
    opacity: 0.6;
  }
  .alone {
    display: grid;
    place-items: center;
    min-block-size: 60dvh;
    color: var(--quiet);
    font: italic 500 var(--title-m) / 1.3 var(--serif);
    text-align: center;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--s2);
    padding: 0 var(--s4) var(--s6);
  }
  @media print {
    header,
    footer,
    accueil-calls {
      display: none;
    }
    main {
      padding: 0;
    }
  }
  @media (max-width: 84rem) {
    .tools .words {
      display: none;
    }
    .tools button {
      padding: 0;
    }
  }
  @media (max-width: 66rem) {
    nav {
      order: 3;
      flex-flow: row wrap;
      flex-basis: 100%;
      justify-content: space-between;
      margin-block: 0 calc(var(--s2) * -1 - 1px);
    }
    .fresh {
      margin-inline-start: auto;
    }
  }
  @media (max-width: 34rem) {
    .tools .words {
      display: none;
    }
    .tools button {
      padding: 0;
    }
    header {
      gap: var(--s2) var(--s3);
    }
    .fresh {
      font-size: var(--text-xs);
    }
    nav {
      gap: 0;
    }
    nav .further {
      display: none;
    }
    nav > a,
    .more > summary {
      position: relative;
      display: flex;
      flex-direction: column;
      align-items: center;
      gap: 0;
      min-block-size: 3rem;
      padding: var(--s1) 0 var(--s2);
      font-size: 0.6875rem;
      letter-spacing: -0.01em;
    }
    nav > a,
    .more {
      flex: 1 0 auto;
    }
    .more {
      display: block;
      position: relative;
    }
    .more > summary {
      color: var(--quiet);
      cursor: pointer;
      list-style: none;
    }
    .more > summary[aria-current="page"] {
      color: var(--accent);
      font-weight: 600;
      border-block-end: 2px solid var(--accent);
    }
    .rooms {
      position: absolute;
      inset-block-start: calc(100% + var(--s2));
      inset-inline-end: 0;
      z-index: 4;
      min-inline-size: 13rem;
      padding: var(--s2);
      border: 1px solid var(--hairline);
      border-radius: var(--radius);
      background: var(--raised);
      box-shadow: var(--shadow);
    }
    .rooms a {
      display: flex;
    }
    .rooms a[aria-current="page"]::after {
      display: none;
    }
    nav > a[aria-current="page"]::after {
      inset-inline: var(--s1);
    }
  }
`;
