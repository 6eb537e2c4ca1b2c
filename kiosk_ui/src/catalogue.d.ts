/** A catalogue with the words of the guests' pages only; see `catalogue-parts.ts`. */
declare module "*.json?guests" {
  const words: Record<string, string>;
  export default words;
}
/** And those of the fast lane's. */
declare module "*.json?lane" {
  const words: Record<string, string>;
  export default words;
}
/** And those of a client's own page. */
declare module "*.json?own" {
  const words: Record<string, string>;
  export default words;
}
