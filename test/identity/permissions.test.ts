import { describe, expect, it } from "vitest";
import { type Actor, publicActor, type Role, roles } from "../../src/identity/actor.ts";
import {
  type Action,
  actions,
  authorise,
  mayDo,
  permissions,
  permissionsTable,
  requires,
  scopeDirective,
  scopesOf,
} from "../../src/identity/permissions.ts";

const actorWith = (...held: Role[]): Actor => ({
  subject: "someone",
  roles: new Set<Role>(["PUBLIC", ...held]),
  agency: null,
  org: null,
  tokenId: null,
  expiresAt: null,
});
const refusalOf = (actor: Actor, action: Action): { message: string; extensions: Record<string, unknown> } | null => {
  try {
    authorise(actor, action);
    return null;
  } catch (error) {
    return error as never;
  }
};

const webhooks: Action[] = [
  "webhook:register",
  "webhook:rotate-secret",
  "webhook:pause",
  "webhook:resume",
  "webhook:delete",
  "webhook:replay",
];
const agency: Action[] = [
  ...webhooks,
  "position:record",
  "decision:countersign",
  "decision:refuse",
  "information:request",
  "information:close",
  "referral:extend",
  "referral:read",
  "dispute:vote",
  "dispute:escalate",
  "dispute:read",
  "rebuttal:decide",
  "appeal:decide",
  "condition:change",
  "condition:consent",
  "condition:read",
  "position:read",
  "policy:replay",
  "report:read",
  "precedents:read",
  "forecast:read",
  "access:check",
  "screening:read",
];
/** Who may do what, read the other way round: by role, as an official would ask. */
const expected: Record<Role, Action[]> = {
  PUBLIC: [],
  VENDOR: [
    "release:register",
    "release:amend",
    "release:submit",
    "release:withdraw",
    "release:postpone",
    "release:resume",
    "phase-advance:request",
    "phase-advance:withdraw",
    "directive:answer",
    "partner:nominate",
    "partner:withdraw-nomination",
    "programme:open",
    "programme:close",
    "programme:enrol",
    "programme:end-enrolment",
    "enforcement:state",
    "enforcement:attest",
    "directive:acknowledge",
    "designation:acknowledge",
    "rebuttal:file",
    "information:answer",
    "appeal:file",
    "access:check",
    ...webhooks,
  ],
  PARTNER: [
    "partner:register",
    "partner:amend",
    "application:submit",
    "application:amend",
    "application:withdraw",
    "authorization:surrender",
    "rebuttal:file",
    "information:answer",
    "appeal:file",
    "access:check",
    ...webhooks,
  ],
  ONCD: [
    "dispute:decide",
    ...agency,
    "cyber-review:open",
    "finding:record",
    "cyber-review:conclude",
    "directive:preview",
    "directive:issue",
    "directive:lift",
  ],
  OSTP: [...agency, "policy:publish", "directive:preview", "directive:issue", "directive:lift"],
  COMMERCE: [
    ...agency,
    "vendor:enrol",
    "screening:dispose",
    "phase-advance:accept",
    "partner:admit",
    "partner:suspend",
    "partner:bar",
    "partner:unbar",
    "application:accept",
    "application:return",
    "hold:place",
    "hold:release",
    "authorization:suspend",
    "authorization:reinstate",
    "authorization:revoke",
    "programme:revoke",
    "programme:revoke-enrolment",
    "programme:reinstate-enrolment",
    "directive:preview",
    "directive:issue",
    "directive:lift",
  ],
  DEFENSE: [...agency, "designation:preview", "designation:designate", "designation:lift"],
  AUDITOR: [
    "referral:read",
    "position:read",
    "policy:replay",
    "report:read",
    "condition:read",
    "precedents:read",
    "forecast:read",
    "dispute:read",
    "access:check",
    "screening:read",
    "revocation:read",
    "record:as-of",
    "attempt:read",
    ...webhooks,
  ],
  ADMINISTRATOR: ["actor:revoke", "actor:restore", "actor:disconnect", "revocation:read"],
};

describe("the table of permissions", () => {
  it.each(roles)("lets %s do what is theirs and nothing else", (role) => {
    const actor = actorWith(role);
    expect(scopesOf(actor)).toEqual(new Set(expected[role]));
    for (const action of actions) expect(refusalOf(actor, action) === null).toBe(expected[role].includes(action));
  });

  it("lets every action be done by someone, and none by the public", () => {
    for (const action of actions) {
      expect(permissions[action].length).toBeGreaterThan(0);
      expect(mayDo(publicActor, action)).toBe(false);
      expect(mayDo({ ...actorWith("COMMERCE", "VENDOR"), subject: null }, action)).toBe(false);
    }
  });

  it.each(["", "toString", "__proto__", "decision:sign"])("refuses the unknown action %j to everyone", (action) => {
    expect(mayDo(actorWith(...roles), action as Action)).toBe(false);
    expect(refusalOf(actorWith(...roles), action as Action)).toMatchObject({ extensions: { code: "FORBIDDEN" } });
  });

  it("gives an actor with two roles what either may", () => {
    const both = scopesOf(actorWith("VENDOR", "PARTNER"));
    const apart = [...scopesOf(actorWith("VENDOR")), ...scopesOf(actorWith("PARTNER"))];
    expect(both).toEqual(new Set(apart));
  });
});

describe("a refusal", () => {
  it("tells the public to sign in", () => {
    expect(refusalOf(publicActor, "directive:issue")).toMatchObject({
      message: "This is for COMMERCE, ONCD, OSTP (`directive:issue`). Sign in: send an access token.",
      extensions: { code: "UNAUTHENTICATED" },
    });
  });

  it("tells anyone else who may, and as whom they act", () => {
    expect(refusalOf(actorWith("DEFENSE"), "directive:issue")).toMatchObject({
      message: expect.stringMatching(/COMMERCE, ONCD, OSTP \(`directive:issue`\), and you act as DEFENSE\./),
      extensions: { code: "FORBIDDEN", action: "directive:issue", roles: ["COMMERCE", "ONCD", "OSTP"] },
    });
  });
});

describe("what is written from the table", () => {
  it("is the sentence in a field's description", () => {
    expect(requires("decision:countersign")).toBe("Requires `decision:countersign` (ONCD, OSTP, COMMERCE, DEFENSE).");
  });

  it("is the scope on a root field", () => {
    expect(scopeDirective("actor:revoke")).toBe('@requiresScopes(scopes: [["actor:revoke"]])');
  });

  it("is a row of the documentation for each action", () => {
    const lines = permissionsTable().trimEnd().split("\n");
    expect(lines).toHaveLength(actions.length + 2);
    expect(lines).toContain("| `designation:designate` | DEFENSE |");
  });
});
