import type { NewApplicationInput } from "../applications/application-inputs.ts";
import { returnApplication } from "../applications/return-application.ts";
import { submitApplication } from "../applications/submit-application.ts";
import { reinstateAuthorization } from "../decisions/authorizations/reinstate-authorization.ts";
import { revokeAuthorization } from "../decisions/authorizations/revoke-authorization.ts";
import { surrenderAuthorization } from "../decisions/authorizations/surrender-authorization.ts";
import { suspendAuthorization } from "../decisions/authorizations/suspend-authorization.ts";
import { acceptApplication } from "../decisions/cases/accept-case.ts";
import { amendApplication } from "../decisions/cases/amend-application.ts";
import { withdrawApplication } from "../decisions/cases/withdraw-application.ts";
import type { EndUse, ReturnReason } from "../rules/vocabulary.ts";
import { official, type PartnerOrg, partners, personOf } from "./cast.ts";
import type { ProgrammeName } from "./programmes.ts";
import type { ReleaseName } from "./releases.ts";
import { type Deed, madeUp } from "./storyline.ts";

type More = Partial<Pick<NewApplicationInput, "deployment" | "namedUsers" | "userJurisdictions">>;

/** What a partner asks for. */
export interface Wanted extends More {
  readonly by: PartnerOrg;
  readonly release: ReleaseName;
  readonly endUse: EndUse;
  readonly statement: string;
  /** The name of the case whose authorization it would take the place of. */
  readonly replaces?: string;
  /** The programme that it is made under. */
  readonly programme?: ProgrammeName;
}

/** What is done about one application, kept as `case:<name>`, outside of its panel. */
export function application(name: string, wanted: Wanted) {
  const person = () => personOf("partner", wanted.by);
  const commerce = () => official("COMMERCE");
  const measure = {
    reason: "BREACH_OF_CONDITIONS" as const,
    legalBasis: "The conditions of the authorization (made up for the demonstration)",
  };
  const apply =
    (draft: boolean): Deed =>
    async ({ act, find, keep }) => {
      const { by, release, statement, replaces, programme, ...asked } = wanted;
      const { applicationId } = await act(person(), submitApplication, {
        new: {
          deployment: "VENDOR_HOSTED",
          namedUsers: 25,
          userJurisdictions: [partners[by].jurisdiction],
          ...asked,
          releaseId: find(`release:${release}`),
          endUseStatement: `${statement} ${madeUp}`,
          replacesAuthorizationId: replaces === undefined ? null : find(`authorization:${replaces}`),
          programmeId: programme === undefined ? null : find(`programme:${programme}`),
          draft,
        },
      });
      keep(`case:${name}`, applicationId);
    };
  const authorization = (find: (kept: string) => string) => ({ authorizationId: find(`authorization:${name}`) });
  return {
    submit: apply(false),
    draft: apply(true),
    accept: (async ({ act, find }) => {
      await act(commerce(), acceptApplication, { applicationId: find(`case:${name}`), revision: 1 });
    }) satisfies Deed,
    giveBack: (reason: ReturnReason, note: string): Deed => {
      return async ({ act, find }) => {
        const asked = { applicationId: find(`case:${name}`), revision: 1, reason, note: `${note} ${madeUp}` };
        await act(commerce(), returnApplication, asked);
      };
    },
    amend: (changes: More, note: string): Deed => {
      return async ({ act, find }) => {
        const asked = { applicationId: find(`case:${name}`), revision: 1, ...changes, note };
        await act(person(), amendApplication, asked);
      };
    },
    withdraw: (async ({ act, find }) => {
      await act(person(), withdrawApplication, { applicationId: find(`case:${name}`) });
    }) satisfies Deed,
    suspend: (note: string): Deed => {
      return async ({ act, find }) => {
        await act(commerce(), suspendAuthorization, { ...authorization(find), ...measure, note: `${note} ${madeUp}` });
      };
    },
    reinstate: (note: string): Deed => {
      return async ({ act, find }) => {
        await act(commerce(), reinstateAuthorization, { ...authorization(find), note: `${note} ${madeUp}` });
      };
    },
    revoke: (note: string): Deed => {
      return async ({ act, find }) => {
        await act(commerce(), revokeAuthorization, { ...authorization(find), ...measure, note: `${note} ${madeUp}` });
      };
    },
    surrender: (note: string): Deed => {
      return async ({ act, find }) => {
        await act(person(), surrenderAuthorization, { ...authorization(find), note: `${note} ${madeUp}` });
      };
    },
  };
}
