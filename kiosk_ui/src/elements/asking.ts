/** An element that asks the server for something, and says in a sentence what came in the way. */

import type { nothing, TemplateResult } from "lit";
import { state } from "lit/decorators.js";

import { trouble } from "../lib/trouble";
import { Spoken } from "./spoken";
import { wrong } from "./wrong";

export class Asking extends Spoken {
  /** What came in the way of the last thing that was asked; "" is nothing. */
  @state() protected said = "";
  @state() protected busy = false;

  /** Whether it was done. */
  protected async ask(act: () => Promise<unknown>): Promise<boolean> {
    this.said = "";
    this.busy = true;
    try {
      await act();
      return true;
    } catch (error) {
      this.said = this.inWords(error);
      return false;
    } finally {
      this.busy = false;
    }
  }

  protected inWords(error: unknown): string {
    return trouble(error);
  }

  protected wrong(): TemplateResult | typeof nothing {
    return wrong(this.said);
  }
}
