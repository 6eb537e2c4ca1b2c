/** What stands along an axis. */

/** Steps between counts: people and things come whole. */
export const WHOLE_STEPS: number[] = [0, 1, 2, 3, 4, 5].flatMap((zeros) =>
  [1, 2, 5].map((step) => step * 10 ** zeros),
);

/** As many of the moments as there is room to name, each as far from the next. */
export function spaced(at: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(at.length / Math.max(1, most)));
  return at.filter((_, place) => place % step === 0);
}
