import type { Written } from "./written.ts";

/** What each subscriber asks for: fields of three of the five subgraphs. */
export const document = `subscription Follow($after: Cursor, $releaseId: ID, $applicationId: ID) {
  applicationStatusChanged(after: $after, releaseId: $releaseId, applicationId: $applicationId) {
    cursor at type
    application { id status release { id name vendor { name } } partner { id legalName } }
  }
}`;

interface Sent {
  readonly payload: {
    readonly errors?: unknown;
    readonly data: {
      readonly applicationStatusChanged: {
        readonly cursor: string;
        readonly at: string;
        readonly type: string;
        readonly application: {
          readonly id: string;
          readonly status: string;
          readonly release: { readonly id: string; readonly name: string; readonly vendor: { readonly name: string } };
          readonly partner: { readonly id: string; readonly legalName: string };
        };
      };
    };
  };
}

/** Whether all that was asked for is there, and is of the change. An application may have moved on before it was read. */
export function isRight(text: string, { cursor, at, applicationId, releaseId }: Written): boolean {
  const { payload } = JSON.parse(text) as Sent;
  const { application, ...event } = payload.data?.applicationStatusChanged ?? {};
  if (payload.errors || !application?.release || !application.partner) return false;
  const { release, partner } = application;
  return (
    event.cursor === cursor &&
    event.at === at &&
    ["ApplicationReturned", "ApplicationResubmitted"].includes(event.type) &&
    application.id === applicationId &&
    ["RETURNED", "SUBMITTED"].includes(application.status) &&
    release.id === releaseId &&
    [release.name, release.vendor.name, partner.legalName].every((name) => name !== "")
  );
}

/** Where an event stands in the feed. */
export const cursorIn = (text: string): string =>
  (JSON.parse(text) as Sent).payload.data.applicationStatusChanged.cursor;
