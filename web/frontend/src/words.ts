// Sentences of the page's language, put into the page by the server.

let sentences: Record<string, string> | undefined;

/** Gives a sentence of `web.client` with its placeholders filled. */
export function say(key: string, params: Record<string, string | number> = {}): string {
  sentences ??= JSON.parse(document.body.dataset["words"] ?? "{}") as Record<string, string>;
  return filled(sentences[key] ?? key, params);
}

/** Fills `{name}` by its parameter. */
export function filled(sentence: string, params: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
