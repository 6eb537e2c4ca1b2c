/**
 * REST under /api/v1, and what went wrong in words for the person before the screen.
 *
 *     ApiError        the server answered with a problem (RFC 9457)
 *     OfflineError    it could not be reached; trying again later can help
 */

import type { Problem } from "./views";

const PREFIX = "/api/v1";
const TIMEOUT_MS = 8000;

export class ApiError extends Error {
  /** `againS`: in how many seconds to try again, where the server says so. */
  constructor(
    readonly problem: Problem,
    readonly againS = 0,
  ) {
    super(problem.detail || problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}

export class OfflineError extends Error {}

let csrf = "";

/** The token of the session that every change has to carry. */
export function useCsrf(token: string): void {
  csrf = token;
}

let staff = "";

/** What a colleague at a kiosk was given for their PIN; "" when they have gone. */
export function useStaff(token: string): void {
  staff = token;
}

export const api = {
  get: <T>(path: string): Promise<T> => call("GET", path),
  post: <T>(path: string, body: unknown = {}): Promise<T> => call("POST", path, body),
  put: <T>(path: string, body: unknown = {}): Promise<T> => call("PUT", path, body),
  putFile: (path: string, file: Blob): Promise<void> => call("PUT", path, file),
  postFile: <T>(path: string, file: Blob): Promise<T> => call("POST", path, file),
  patch: <T>(path: string, body: unknown = {}): Promise<T> => call("PATCH", path, body),
  remove: <T>(path: string, body?: unknown): Promise<T> => call("DELETE", path, body),
};

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const file = body instanceof Blob;
  if (body !== undefined) headers["Content-Type"] = file ? body.type : "application/json";
  if (method !== "GET" && csrf) headers["X-CSRF"] = csrf;
  if (staff) headers["X-Staff"] = staff;
  const answer = await reach(PREFIX + path, {
    method,
    headers,
    credentials: "same-origin",
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: file ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) {
    throw new ApiError(problemOf(answer.status, text), Number(answer.headers.get("Retry-After")) || 0);
  }
  return (text ? JSON.parse(text) : undefined) as T;
}

async function reach(path: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(path, request);
  } catch (error) {
    throw new OfflineError(String(error));
  }
}

function problemOf(status: number, text: string): Problem {
  try {
    return { type: "about:blank", title: "", ...(JSON.parse(text) as object), status };
  } catch {
    return { type: "about:blank", title: `${status}`, status };
  }
}
