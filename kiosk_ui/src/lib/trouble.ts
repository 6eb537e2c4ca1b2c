/** What went wrong, in a sentence of the reader's language. */

import { ApiError, OfflineError } from "./api";
import { t, type Key } from "./i18n";

const BY_KIND: Record<string, Key> = {
  "wrong-code": "trouble.wrong_code",
  "too-many": "trouble.too_many",
  "disk-full": "trouble.disk_full",
};

const BY_STATUS: Record<number, Key> = {
  401: "trouble.signed_out",
  403: "trouble.not_allowed",
  404: "trouble.gone",
  409: "trouble.conflict",
  422: "trouble.invalid",
  429: "trouble.too_many",
};

export function trouble(error: unknown): string {
  if (error instanceof OfflineError) return t("trouble.offline");
  if (!(error instanceof ApiError)) return t("trouble.unknown");
  const key = BY_KIND[kind(error)] ?? BY_STATUS[error.status];
  if (!key) return t("trouble.unknown");
  const { field } = error.problem;
  return field && error.status === 422 ? `${t(key)} (${field})` : t(key);
}

/** The last word of the problem's type: `…#problem-wrong-code` is `wrong-code`. */
export function kind(error: ApiError): string {
  return error.problem.type.split("#problem-")[1] ?? "";
}
