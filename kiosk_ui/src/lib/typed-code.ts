/** A code that is typed where no camera reads, as `store_server/domain/typed_code.py` writes it. */

const WRITTEN = /^[BCDFGHJKLMNPQRSTVWXZ]{9}$/;

/** Its nine letters, in whatever case and groups they came; null where it cannot be one. */
export function lettersOf(text: string): string | null {
  const letters = text.replace(/[\s-]/g, "").toUpperCase();
  return WRITTEN.test(letters) ? letters : null;
}
