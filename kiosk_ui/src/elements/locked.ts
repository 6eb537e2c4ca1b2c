/** A keypad is dead for as long as the house would not listen. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

export class Locked implements ReactiveController {
  /** Before the next PIN is heard. */
  seconds = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  until(seconds: number): void {
    const ends = performance.now() + seconds * 1000;
    clearInterval(this.timer);
    this.seconds = seconds;
    this.host.requestUpdate();
    this.timer = setInterval(() => {
      this.seconds = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      if (!this.seconds) clearInterval(this.timer);
      this.host.requestUpdate();
    }, 1000);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }
}
