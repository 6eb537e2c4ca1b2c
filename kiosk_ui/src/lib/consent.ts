/** What a client can agree to. The words are `purpose.*` in the catalogues. */

import type { Purpose } from "./views";

export const PURPOSES: Purpose[] = ["presence", "photo", "messages", "events"];

/** Names the words that were read. Change it whenever `purpose.*` changes in any language. */
export const TEXT_VERSION = "2026-11";
