/** What is measured: the same rows from every contender, asked in its own words. */
export interface BenchQuery {
  readonly name: "inbox" | "releases" | "check-access";
  readonly title: string;
  /** For every contender that speaks Countersign's schema. */
  readonly document: string;
  /** For PostGraphile, whose schema is made of the tables; aliases give its answer the same shape. */
  readonly postgraphile: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const inbox: BenchQuery = {
  name: "inbox",
  title: "An agency's inbox: 50 referrals with application, partner, release, vendor and positions",
  variables: { first: 50 },
  document: `query Inbox($first: Int) {
  referrals(filter: { agency: [COMMERCE], awaiting: true }, first: $first, orderBy: DUE_AT_ASC) {
    nodes {
      id agency seat referredAt dueAt
      case {
        __typename
        id
        positions(first: 4) { nodes { agency kind recordedAt } }
        ... on Application {
          status endUse endUseStatement deployment namedUsers dueAt
          partner { id legalName kind jurisdiction status }
          release { id name modelVersion phase vendor { id name } }
        }
      }
    }
  }
}`,
  postgraphile: `query Inbox($first: Int) {
  referrals: postgraphileBenchAwaitedReferrals(inboxOf: "COMMERCE", first: $first) {
    nodes {
      id: rowId agency seat referredAt dueAt
      case: applicationByCaseId {
        __typename
        id: rowId
        positions: positionsByCaseId(first: 4, orderBy: [RECORDED_AT_DESC, ROW_ID_DESC]) { nodes { agency kind recordedAt } }
        status endUse endUseStatement deployment namedUsers dueAt
        partner: partnerByPartnerId { id: rowId legalName kind jurisdiction status }
        release: releaseByReleaseId { id: rowId name modelVersion phase vendor: vendorByVendorId { id: rowId name } }
      }
    }
  }
}`,
};

const releases: BenchQuery = {
  name: "releases",
  title: "50 releases × 10 approved applications × decision × authorization",
  variables: { first: 50 },
  document: `query Releases($first: Int) {
  releases(first: $first, orderBy: REGISTERED_AT_DESC) {
    nodes {
      id name modelVersion phase registeredAt
      applications(first: 10, filter: { status: [APPROVED] }, orderBy: SUBMITTED_AT_DESC) {
        nodes {
          id status endUse deployment namedUsers submittedAt
          decision { id outcome status legalBasis proposedAt countersignedAt }
          authorization { id status endUse issuedAt expiresAt }
        }
      }
    }
  }
}`,
  postgraphile: `query Releases($first: Int) {
  releases: postgraphileBenchRegisteredReleases(first: $first) {
    nodes {
      id: rowId name modelVersion phase registeredAt
      applications: applicationsByReleaseId(
        first: 10, condition: { status: "APPROVED" }, orderBy: [SUBMITTED_AT_DESC, ROW_ID_DESC]
      ) {
        nodes {
          id: rowId status endUse deployment namedUsers submittedAt
          decision: standingDecisionByCaseId {
            id: rowId outcome status legalBasis proposedAt countersignedAt
          }
          authorization: authorizationByApplicationId { id: rowId status: statusNow endUse issuedAt expiresAt }
        }
      }
    }
  }
}`,
};

export const benchQueries: readonly BenchQuery[] = [inbox, releases];
