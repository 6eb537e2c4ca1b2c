/** A page that answers what is asked in the form above it. */

import { css } from "lit";

export const askedLook = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s5);
  }
  form {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 10.5rem), 1fr));
    gap: var(--s3) var(--s4);
    align-items: start;
  }
`;
