import { agencies } from "../rules/vocabulary.ts";
import type { Actor, Role } from "./actor.ts";
import { forbidden, notSignedIn } from "./refusals.ts";

const panel = agencies;
/** Whoever has changes of their own to follow. */
const readers = ["VENDOR", "PARTNER", ...panel, "AUDITOR"] as const;
const directors = ["COMMERCE", "ONCD", "OSTP"] as const;

/**
 * Who may do what: the one table. The check in each use case, the scope on each root field, the "Requires" line of its
 * description and the table in the documentation are all read from it. What is not listed, nobody may do.
 */
export const permissions = {
  "vendor:enrol": ["COMMERCE"],
  "release:register": ["VENDOR"],
  "release:amend": ["VENDOR"],
  "release:submit": ["VENDOR"],
  "release:withdraw": ["VENDOR"],
  "phase-advance:request": ["VENDOR"],
  "phase-advance:accept": ["COMMERCE"],
  "phase-advance:withdraw": ["VENDOR"],
  "partner:register": ["PARTNER"],
  "partner:amend": ["PARTNER"],
  "partner:admit": ["COMMERCE"],
  "partner:suspend": ["COMMERCE"],
  "partner:bar": ["COMMERCE"],
  "partner:unbar": ["COMMERCE"],
  "screening:dispose": ["COMMERCE"],
  "application:submit": ["PARTNER"],
  "application:amend": ["PARTNER"],
  "application:withdraw": ["PARTNER"],
  "application:accept": ["COMMERCE"],
  "application:return": ["COMMERCE"],
  "position:record": panel,
  "decision:countersign": panel,
  "decision:refuse": panel,
  "dispute:decide": ["ONCD"],
  "dispute:vote": panel,
  "dispute:escalate": panel,
  "rebuttal:file": ["PARTNER", "VENDOR"],
  "rebuttal:decide": panel,
  "appeal:file": ["PARTNER", "VENDOR"],
  "appeal:decide": panel,
  "condition:change": panel,
  "condition:consent": panel,
  "authorization:suspend": ["COMMERCE"],
  "authorization:reinstate": ["COMMERCE"],
  "authorization:revoke": ["COMMERCE"],
  "authorization:surrender": ["PARTNER"],
  "directive:issue": directors,
  "directive:lift": directors,
  "directive:answer": ["VENDOR"],
  "directive:acknowledge": ["VENDOR"],
  "designation:designate": ["DEFENSE"],
  "designation:lift": ["DEFENSE"],
  "designation:acknowledge": ["VENDOR"],
  "policy:publish": ["OSTP"],
  "release:postpone": ["VENDOR"],
  "release:resume": ["VENDOR"],
  "cyber-review:open": ["ONCD"],
  "cyber-review:conclude": ["ONCD"],
  "finding:record": ["ONCD"],
  "enforcement:state": ["VENDOR"],
  "enforcement:attest": ["VENDOR"],
  "partner:nominate": ["VENDOR"],
  "partner:withdraw-nomination": ["VENDOR"],
  "programme:open": ["VENDOR"],
  "programme:close": ["VENDOR"],
  "programme:enrol": ["VENDOR"],
  "programme:end-enrolment": ["VENDOR"],
  "programme:revoke": ["COMMERCE"],
  "programme:revoke-enrolment": ["COMMERCE"],
  "programme:reinstate-enrolment": ["COMMERCE"],
  "actor:revoke": ["ADMINISTRATOR"],
  "actor:restore": ["ADMINISTRATOR"],
  "actor:disconnect": ["ADMINISTRATOR"],
  "hold:place": ["COMMERCE"],
  "hold:release": ["COMMERCE"],
  "information:request": panel,
  "information:close": panel,
  "information:answer": ["PARTNER", "VENDOR"],
  "referral:extend": panel,
  "directive:preview": directors,
  "designation:preview": ["DEFENSE"],
  "screening:read": [...panel, "AUDITOR"],
  "referral:read": [...panel, "AUDITOR"],
  "position:read": [...panel, "AUDITOR"],
  "report:read": [...panel, "AUDITOR"],
  "policy:replay": [...panel, "AUDITOR"],
  "condition:read": [...panel, "AUDITOR"],
  "precedents:read": [...panel, "AUDITOR"],
  "forecast:read": [...panel, "AUDITOR"],
  "dispute:read": [...panel, "AUDITOR"],
  "access:check": ["VENDOR", "PARTNER", ...panel, "AUDITOR"],
  "revocation:read": ["ADMINISTRATOR", "AUDITOR"],
  "record:as-of": ["AUDITOR"],
  "attempt:read": ["AUDITOR"],
  "webhook:register": readers,
  "webhook:rotate-secret": readers,
  "webhook:pause": readers,
  "webhook:resume": readers,
  "webhook:delete": readers,
  "webhook:replay": readers,
} as const satisfies Record<`${string}:${string}`, readonly Role[]>;

/** One thing that only some roles may do: a mutation, or a query that isn't for everyone. */
export type Action = keyof typeof permissions;

/** Every action, in the table's order. */
export const actions = Object.keys(permissions) as readonly Action[];

/** The roles that may; empty for an action that the table doesn't have. */
const rolesFor = (action: Action): readonly Role[] => (Object.hasOwn(permissions, action) ? permissions[action] : []);

/** Whether the actor holds a role that may. */
export function mayDo(actor: Actor, action: Action): boolean {
  return actor.subject !== null && rolesFor(action).some((role) => actor.roles.has(role));
}

/** Throws UNAUTHENTICATED for the public, and FORBIDDEN for an actor without a role that may. */
export function authorise(actor: Actor, action: Action): void {
  if (mayDo(actor, action)) return;
  const roles = rolesFor(action);
  const who = roles.length === 0 ? "Nobody may do this" : `This is for ${roles.join(", ")}`;
  if (actor.subject === null) throw notSignedIn(`${who} (\`${action}\`). Sign in: send an access token.`);
  const held = [...actor.roles].filter((role) => role !== "PUBLIC").join(", ");
  throw forbidden(`${who} (\`${action}\`), and you act as ${held}. Ask one who may, or sign in as one.`, {
    action,
    roles,
  });
}

const scopes = new WeakMap<Actor, ReadonlySet<string>>();

/**
 * The actions that the actor may do: what the gateway compares a root field's `@requiresScopes` with. Found once for an
 * actor, whose roles are its token's.
 */
export function scopesOf(actor: Actor): ReadonlySet<string> {
  const known = scopes.get(actor) ?? new Set(actions.filter((action) => mayDo(actor, action)));
  scopes.set(actor, known);
  return known;
}

/** The sentence that ends a root field's description. */
export const requires = (action: Action): string => `Requires \`${action}\` (${rolesFor(action).join(", ")}).`;

/** The directive of a root field, for `@Directive`. */
export const scopeDirective = (action: Action): string => `@requiresScopes(scopes: [["${action}"]])`;

/** The table as Markdown, for the generated documentation. */
export function permissionsTable(): string {
  const rows = actions.map((action) => `| \`${action}\` | ${rolesFor(action).join(", ")} |`);
  return ["| action | roles |", "|---|---|", ...rows, ""].join("\n");
}
