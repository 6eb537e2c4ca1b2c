/** What an element does again and again, for as long as it stands on the page. */

import type { ReactiveController } from "lit";

export class Every implements ReactiveController {
  private clock: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly pauseMs: number,
    private readonly act: () => void,
  ) {}

  hostConnected(): void {
    this.clock = setInterval(this.act, this.pauseMs);
  }

  hostDisconnected(): void {
    clearInterval(this.clock);
  }
}
