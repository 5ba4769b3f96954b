import { type Refusal, refusal } from "../graph/refusal.ts";
import { isJurisdiction } from "../rules/jurisdictions.ts";
import type { Application } from "./application.ts";

/** What an application asks for: what its revisions keep. */
export type Content = Pick<
  Application,
  "endUse" | "endUseStatement" | "deployment" | "namedUsers" | "userJurisdictions"
>;

const fields = ["endUse", "endUseStatement", "deployment", "namedUsers", "userJurisdictions"] as const;

/** The content alone of whatever carries it. */
export const contentOf = (carrier: Content): Content => ({
  endUse: carrier.endUse,
  endUseStatement: carrier.endUseStatement,
  deployment: carrier.deployment,
  namedUsers: carrier.namedUsers,
  userJurisdictions: carrier.userJurisdictions,
});

/** The content with what an amendment gives; null and absent leave what was. */
export function amended(
  before: Content,
  changes: { readonly [field in keyof Content]?: Content[field] | null },
): Content {
  const after = contentOf(before);
  return Object.assign(
    after,
    Object.fromEntries(fields.flatMap((field) => (changes[field] == null ? [] : [[field, changes[field]]]))),
  );
}

/** Whether two contents ask for the same. The order of jurisdictions says nothing. */
export function sameContent(one: Content, other: Content): boolean {
  const plain = (content: Content) =>
    JSON.stringify([...fields.slice(0, -1).map((field) => content[field]), [...content.userJurisdictions].sort()]);
  return plain(one) === plain(other);
}

/** What is wrong with a content beyond its bounds: codes that name no jurisdiction. `path` is the content's own. */
export function contentRefusals({ userJurisdictions }: Content, path: readonly string[]): Refusal[] {
  const unknown = userJurisdictions.filter((code) => !isJurisdiction(code));
  if (unknown.length === 0) return [];
  const message = `No ISO 3166-1 alpha-2 code: ${unknown.join(", ")}. Give codes like "US".`;
  return [refusal("INVALID_INPUT", message, { field: [...path, "userJurisdictions"] })];
}
