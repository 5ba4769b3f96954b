import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { loadExamples } from "./examples.ts";
import { startScript } from "./graphiql-start.ts";

/** A file of the query page. Bodies are gzipped. */
export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

export interface QueryPage {
  /** The page itself, not compressed. */
  readonly html: string;
  /** The page's files by path. Paths hold a digest, so that a file never changes under its path. */
  readonly files: ReadonlyMap<string, PageFile>;
}

/** The folder of the page's files. */
export const graphiqlPath = "/graphiql/";

/**
 * What the page may do: run this server's files and talk to this server. Nothing is inline but styles, which its
 * editor makes as it runs; fonts and pictures are in its style sheet.
 */
export const graphiqlPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const javascript = "text/javascript; charset=utf-8";
const firstQuery = `# Ctrl-Space completes, Ctrl-Enter runs. Pick a role and an example above.
# A token of your own goes under Headers: {"authorization": "Bearer <token>"}
{
  releases {
    nodes {
      name
      modelVersion
      phase
      standing
    }
  }
}
`;

/** GraphiQL from the installed package, unpacked at first use: nothing of it comes from anywhere else. */
export async function loadQueryPage(): Promise<QueryPage> {
  const { css, editorWorkerService, graphqlWorker, js, jsonWorker } = await import(
    "@graphql-yoga/render-graphiql/graphiql"
  );
  const examples = JSON.stringify(loadExamples());
  const version = createHash("sha256")
    .update(js)
    .update(css)
    .update(start(""))
    .update(examples)
    .digest("base64url")
    .slice(0, 16);
  const folder = `${graphiqlPath}${version}/`;
  const texts: readonly [name: string, type: string, text: string][] = [
    ["graphiql.css", "text/css; charset=utf-8", css],
    ["graphiql.js", javascript, js],
    ["editorWorkerService.js", javascript, editorWorkerService],
    ["json.js", javascript, jsonWorker],
    ["graphql.js", javascript, graphqlWorker],
    ["start.js", javascript, start(folder)],
    ["examples.json", "application/json; charset=utf-8", examples],
  ];
  const files = texts.map(
    async ([name, type, text]) => [`${folder}${name}`, { type, body: await compress(text) }] as const,
  );
  return { html: page(folder), files: new Map(await Promise.all(files)) };
}

const compress = promisify(gzip);

const start = (folder: string): string => startScript({ folder, defaultQuery: firstQuery });

const page = (folder: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Countersign</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${folder}graphiql.css">
    <style>
      body { display: flex; flex-direction: column; height: 100vh; margin: 0; }
      #bar { display: flex; gap: 1.5em; padding: 0.4em 1em; font: 14px system-ui, sans-serif; }
      #root { flex: 1; min-height: 0; }
    </style>
  </head>
  <body id="body" class="no-focus-outline">
    <noscript>This page needs JavaScript.</noscript>
    <div id="bar"></div>
    <div id="root"></div>
    <script src="${folder}graphiql.js"></script>
    <script src="${folder}start.js"></script>
  </body>
</html>
`;
