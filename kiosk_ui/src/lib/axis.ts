/** What stands along an axis. */

/** As many of the moments as there is room to name, each as far from the next. */
export function spaced(at: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(at.length / Math.max(1, most)));
  return at.filter((_, place) => place % step === 0);
}
