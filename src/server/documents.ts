import type { IncomingMessage, ServerResponse } from "node:http";
import { answer } from "./answers.ts";

/** A text that is published for everyone to read, outside of the graph. */
export interface PublishedDocument {
  readonly type: string;
  readonly body: string;
  /** Names this edition of it, in letters, digits, `-` and `_`. */
  readonly edition: string;
  readonly cacheControl: string;
}

/**
 * What is published by path: undefined where nothing ever is, else what reads it, given what was asked behind the path;
 * null where there is none now.
 */
export type PublishedDocuments = (
  path: string,
) => ((query: URLSearchParams) => Promise<PublishedDocument | null>) | undefined;

/** Sends a document, or says that the edition which the client has is still the one. Any page may read it. */
export function answerDocument(
  { headers }: IncomingMessage,
  response: ServerResponse,
  { type, body, edition, cacheControl }: PublishedDocument,
): void {
  const about = {
    etag: `"${edition}"`,
    "cache-control": cacheControl,
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
  };
  const known = headers["if-none-match"]?.split(",").map((tag) => tag.trim().replace(/^W\//, "")) ?? [];
  if (known.includes(about.etag)) answer(response, 304, "", about);
  else answer(response, 200, body, { "content-type": type, ...about });
}
