/** A button that does its deed only when it is held: by a finger, or by Enter or Space. */

const HELD_MS = 1200;

export class Hold {
  private held: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly deed: () => void) {}

  readonly begin = (): void => {
    clearTimeout(this.held);
    this.held = setTimeout(this.deed, HELD_MS);
  };

  readonly end = (): void => clearTimeout(this.held);

  readonly pressed = (event: KeyboardEvent): void => {
    if ((event.key === "Enter" || event.key === " ") && !event.repeat) this.begin();
  };
}
