// A map's text: from the server, or out of the form that carries a file not yet kept. Maps come in several encodings.
import { call } from "../api";
import type { MapSource } from "./view";

export async function textOf(source: MapSource): Promise<string> {
  return decoded(source.inline ? await unpacked(source.inline) : await (await call(source.bytes)).arrayBuffer());
}

async function unpacked(id: string): Promise<ArrayBuffer> {
  const held = document.getElementById(id);
  if (!(held instanceof HTMLInputElement)) throw new Error("no file in the form");
  const packed = Uint8Array.from(atob(held.value), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

/** Decodes by the byte order mark, else by what the XML declaration says, else as UTF-8. */
export function decoded(data: ArrayBuffer): string {
  const [first, second] = new Uint8Array(data, 0, Math.min(2, data.byteLength));
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(data);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(data);
  const start = new TextDecoder("latin1").decode(new Uint8Array(data, 0, Math.min(200, data.byteLength)));
  const named = /^[^>]*encoding\s*=\s*["']([\w.-]+)["']/.exec(start)?.[1] ?? "utf-8";
  return new TextDecoder(named).decode(data);
}
