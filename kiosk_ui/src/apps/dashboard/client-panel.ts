/** What the panels of a client's file share: the client, and how a change is made and shown. */

import { css } from "lit";
import { property } from "lit/decorators.js";

import { Spoken } from "../../elements/spoken";
import { base, buttons, fields } from "../../elements/styles";
import type { ClientView } from "../../lib/views";
import { look } from "./look";

/** Do something, say what went wrong if it did, and read the client again unless only asking. */
export type Change = (act: () => Promise<unknown>, asking?: "asking") => Promise<void>;

export class ClientPanel extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    look,
    css`
      .rows accueil-switch {
        inline-size: 100%;
      }
      .panel > input {
        margin-block-start: var(--s3);
      }
      details {
        margin-block-start: var(--s4);
      }
      summary {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--accent);
        cursor: pointer;
      }
      form {
        margin-block-start: var(--s3);
      }
    `,
  ];

  @property({ attribute: false }) client!: ClientView;
  @property({ attribute: false }) change!: Change;
}
