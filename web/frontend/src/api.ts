// Talking with the server: the token, the problems, and what it means when nobody answers.

/** What a problem (RFC 9457) of ours holds. */
export interface Problem {
  title: string;
  status: number;
  code: string;
  hint: string;
  mine?: string;
  theirs?: string;
  map?: string;
  seen?: number;
}

/** The server's refusal. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.title} ${problem.hint}`.trim());
  }
}

/** The server was not reached. */
export class Unreachable extends Error {}

const TOKEN = "X-CSRFToken";

/** Sends a request; refusals and lost connections are thrown. */
export async function call(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set(TOKEN, document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content ?? "");
  let answer: Response;
  try {
    answer = await fetch(url, { credentials: "same-origin", ...init, headers });
  } catch (error) {
    throw new Unreachable(String(error));
  }
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) throw new Unreachable(answer.statusText);
  if (!answer.ok) throw new Refusal(await problemOf(answer));
  return answer;
}

async function problemOf(answer: Response): Promise<Problem> {
  const plain: Problem = { title: answer.statusText || String(answer.status), status: answer.status, code: "", hint: "" };
  if (!(answer.headers.get("Content-Type") ?? "").includes("json")) return plain;
  try {
    return { ...plain, ...((await answer.json()) as Partial<Problem>) };
  } catch {
    return plain;
  }
}

/** Sends a JSON value. */
export function send(method: string, url: string, value: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return call(url, { method, body: JSON.stringify(value), headers: { "Content-Type": "application/json", ...headers } });
}

/** Fetches a piece of a page; what it holds is the server's escaped HTML, parsed without running anything. */
export async function piece(url: string, init: RequestInit = {}): Promise<Document> {
  const headers = new Headers(init.headers);
  headers.set("X-Piece", "1");
  const answer = await call(url, { ...init, headers });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Fetches a new token: after signing in again in another tab this page's own no longer holds. */
export async function renewToken(url: string = location.pathname): Promise<void> {
  try {
    const page = await piece(url);
    const fresh = page.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content;
    const held = document.querySelector<HTMLMetaElement>("meta[name=csrf]");
    if (fresh && held) held.content = fresh;
  } catch {
    // Still signed out, or still not reached: what is tried next says so again.
  }
}

/** Tells whether something may be sent again as it is, and what it waits for. */
export function waitsFor(error: unknown): "offline" | "signed-out" | undefined {
  if (error instanceof Unreachable) return "offline";
  if (!(error instanceof Refusal)) return undefined;
  const { problem } = error;
  if (problem.status === 401 || problem.code === "form-old") return "signed-out";
  return problem.status >= 500 ? "offline" : undefined;
}
