/**
 * Whether a field's answer depends on who asks and not on the rights alone: by its name, which says "viewer". Whoever asks
 * for none of these is shown what everyone with the same rights is.
 */
export const isPersonal = (field: string): boolean => field.startsWith("viewer");

const commonFields: ReadonlySet<string> = new Set([
  "applicationStatusChanged",
  "authorizationStatusChanged",
  "decisionRecorded",
  "partnerStatusChanged",
  "releaseStatusChanged",
]);

/**
 * Whether officials of every agency are told the same by a subscription, by its field: what these tell concerns records that
 * all of them see alike. The ledger's entries, which `changes` tells, are some of them one agency's own: about its webhooks.
 */
export const isCommon = (field: string): boolean => commonFields.has(field);
