/** A catalogue with the words of the guests' pages only; see `vite.config.ts`. */
declare module "*.json?guests" {
  const words: Record<string, string>;
  export default words;
}
