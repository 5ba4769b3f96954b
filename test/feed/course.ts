import type { Caller, Graph } from "../support/graph.ts";
import { done, type Story, story } from "../support/story.ts";

/** What was done to records, in the test's own words: by subscription and record the statuses that it went through. */
export type Driven = ReadonlyMap<string, readonly string[]>;

/** A course of changes that concern every status subscription, and everyone who may follow one. */
export interface Course {
  readonly tell: Story;
  readonly driven: Driven;
  /** Many changes at once: one partner's applications, another's standing, and measures on releases and on their vendor. */
  burst(applies: "partner" | "partner2"): Promise<void>;
  /** A few changes, one after the other, of which every reader that may see anything of a subscription sees some. */
  few(): Promise<void>;
}

const measure = { reason: "DIVERSION", legalBasis: "A test of measures." };
const limit = { effect: "LIMIT", limits: [{ kind: "NO_ONWARD_TRANSFER" }] };

/** Begins one: two partners, and a vendor with a release to apply for and one that measures are taken on. */
export async function begin(graph: Graph): Promise<Course> {
  const tell = story(graph);
  const { people } = tell;
  const driven = new Map<string, string[]>();
  const note = (name: string, record: string, ...statuses: string[]): void => {
    const key = `${name} ${record}`;
    driven.set(key, [...(driven.get(key) ?? []), ...statuses]);
  };

  const { vendorId } = await tell.vendor();
  const previewed = async () => {
    const id = await tell.previewedRelease();
    note("releaseStatusChanged", id, "REGISTERED", "UNDER_REVIEW", "LIMITED_PREVIEW");
    return id;
  };
  const [applied, measured] = [await previewed(), await previewed()];
  /** The vendor's releases: a measure on the vendor is on those that there are. */
  const releases = [applied, measured];
  const admitted = async (options: Parameters<Story["admittedPartner"]>[0] = {}) => {
    const id = await tell.admittedPartner(options);
    note("partnerStatusChanged", id, "REGISTERED", "ADMITTED");
    return id;
  };
  const partnerIds = {
    partner: await admitted(),
    partner2: await admitted({ as: people.partner2, legalName: "Globex Health (fictional)", jurisdiction: "CA" }),
  };

  async function authorization(releaseId: string, as: Caller): Promise<string> {
    const { applicationId, authorizationId } = await tell.authorization(releaseId, { as });
    note("applicationStatusChanged", applicationId, "SUBMITTED", "IN_REVIEW", "AWAITING_COUNTERSIGNATURE", "APPROVED");
    note("decisionRecorded", (await tell.decisionOf(applicationId)).id, "PROPOSED", "COUNTERSIGNED");
    note("authorizationStatusChanged", authorizationId, "ACTIVE");
    return authorizationId;
  }

  async function withdraw(as: Caller): Promise<void> {
    const applicationId = await tell.submittedApplication(applied, { as, endUse: "OTHER" });
    done(await as.mutate("withdrawApplication", { applicationId }));
    note("applicationStatusChanged", applicationId, "SUBMITTED", "WITHDRAWN");
  }

  async function apply(as: Caller): Promise<void> {
    const authorizationId = await authorization(applied, as);
    done(await as.mutate("surrenderAuthorization", { authorizationId }));
    note("authorizationStatusChanged", authorizationId, "SURRENDERED");
  }

  async function move(partnerId: string): Promise<void> {
    done(await people.commerce.mutate("suspendPartner", { partnerId, ...measure }));
    done(await people.commerce.mutate("barPartner", { partnerId, ...measure }));
    done(await people.commerce.mutate("unbarPartner", { partnerId, note: "A mistake." }));
    done(await people.commerce.mutate("admitPartner", { partnerId }));
    note("partnerStatusChanged", partnerId, "SUSPENDED", "BARRED", "REGISTERED", "ADMITTED");
  }

  /** Puts a directive into force and lifts it; notes it with the releases that it is on. */
  async function directed(on: readonly string[], input: Record<string, unknown> = {}): Promise<void> {
    const directiveId = await tell.directive(on[0]!, input);
    done(await people.commerce.mutate("liftDirective", { directiveId, reason: "Resolved." }));
    for (const releaseId of on) note("releaseStatusChanged", releaseId, "IN_FORCE", "LIFTED");
  }

  const onVendor = { releaseId: undefined, vendorId, ...limit };

  for (const as of [people.partner, people.partner2]) await authorization(measured, as);
  await move(partnerIds.partner);
  await directed([measured]);
  return {
    tell,
    driven,
    burst: async (applies) => {
      const moves = applies === "partner" ? "partner2" : "partner";
      await Promise.all([
        withdraw(people[applies]),
        apply(people[applies]),
        move(partnerIds[moves]),
        (async () => {
          await directed([measured]);
          await directed(releases, onVendor);
          const releaseId = await tell.releaseUnderReview();
          note("releaseStatusChanged", releaseId, "REGISTERED", "UNDER_REVIEW");
          releases.push(releaseId);
        })(),
      ]);
    },
    few: async () => {
      await directed([measured]);
      await move(partnerIds.partner);
      await apply(people.partner);
    },
  };
}
