/** What the page's start script is told. */
export interface PageSettings {
  /** Where the page's files are. */
  readonly folder: string;
  readonly defaultQuery: string;
}

/**
 * The page's own script, run in the browser: a bar with the roles whose tokens a development server hands out and with
 * the documented operations, and below it GraphiQL. A role's token goes with every operation that has no Authorization
 * header of its own. Nothing of a token is stored; the role's name is, for the time that the tab is open.
 */
export const startScript = (settings: PageSettings): string => `"use strict";
const settings = ${JSON.stringify(settings)};
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_, label) => settings.folder + label + ".js",
};
${main}
start();
`;

/* The script is text, so that what runs in a browser isn't compiled for Node. */
const main = `
const send = self.fetch.bind(self);
let tokens = {};
let role = sessionStorage.getItem("role") || "";

self.fetch = (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (url.origin !== location.origin || url.pathname !== "/graphql") return send(request);
  if (tokens[role] && !request.headers.has("authorization")) {
    request.headers.set("authorization", "Bearer " + tokens[role]);
  }
  // GraphiQL asks for events where it asks for answers.
  if (!(request.headers.get("accept") || "").startsWith("text/event-stream")) return send(request);
  url.pathname = "/graphql/stream";
  return send(new Request(url, request));
};

const loaded = async (address) => {
  const response = await send(address, { headers: { accept: "application/json" } });
  return response.ok ? response.json() : null;
};

const option = (value, text) => {
  const made = document.createElement("option");
  made.value = value;
  made.textContent = text;
  return made;
};

const labelled = (text, select) => {
  const label = document.createElement("label");
  label.append(text + " ", select);
  return label;
};

function roleChoice() {
  const select = document.createElement("select");
  select.append(option("", "public: no token"), ...Object.keys(tokens).map((name) => option(name, name)));
  if (!(role in tokens)) role = "";
  select.value = role;
  select.addEventListener("change", () => {
    role = select.value;
    sessionStorage.setItem("role", role);
  });
  return labelled("Role", select);
}

function exampleChoice(examples, chosen) {
  const select = document.createElement("select");
  select.append(option("", "…"));
  for (const group of new Set(examples.map((each) => each.role))) {
    const part = document.createElement("optgroup");
    part.label = group;
    examples.forEach((each, index) => {
      if (each.role === group) part.append(option(String(index), each.title));
    });
    select.append(part);
  }
  select.value = chosen === null ? "" : String(chosen);
  select.addEventListener("change", () => {
    if (select.value === "") return;
    const { role: whose } = examples[Number(select.value)];
    const actsAs = { agency: "oncd", public: "" }[whose] ?? whose;
    if (actsAs === "" || actsAs in tokens) sessionStorage.setItem("role", actsAs);
    location.search = "?example=" + select.value;
  });
  return labelled("Example", select);
}

async function start() {
  const [given, examples] = await Promise.all([
    loaded("/dev/tokens").catch(() => null),
    loaded(settings.folder + "examples.json").catch(() => null),
  ]);
  tokens = given || {};
  const asked = new URL(location.href).searchParams.get("example");
  const chosen = asked !== null && examples && examples[Number(asked)] ? Number(asked) : null;
  const bar = document.querySelector("#bar");
  if (given) bar.append(roleChoice());
  if (examples) bar.append(exampleChoice(examples, chosen));
  const example = chosen === null ? null : examples[chosen];
  YogaGraphiQL.renderYogaGraphiQL(document.querySelector("#root"), {
    endpoint: "/graphql",
    subscriptionsProtocol: "GRAPHQL_SSE",
    title: "Countersign",
    defaultQuery: settings.defaultQuery,
    shouldPersistHeaders: false,
    ...(example && {
      query: example.query,
      variables: JSON.stringify(example.variables, null, 2).replaceAll("%UUID%", () => crypto.randomUUID()),
    }),
  });
}
`;
