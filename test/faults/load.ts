import { expect } from "vitest";
import { beginning } from "../support/feed.ts";
import { soon } from "../support/soon.ts";
import type { Story } from "../support/story.ts";
import type { Transport } from "../support/subscriber.ts";
import { type Address, askUntilAnswered, type Reader, reader, type Writer, writer } from "./clients.ts";
import { type History, problemsOf } from "./history.ts";

/** What a load needs of the graph that it is put on. */
export interface Target {
  /** Tells what must be there before; nothing is broken meanwhile. */
  readonly tell: Story;
  readonly addresses: readonly Address[];
  tokenFor(role: string, options?: { readonly org?: string; readonly subject?: string }): Promise<string>;
}

/** Clients that write and clients that follow, through whatever happens to the nodes. */
export interface Load {
  readonly writers: readonly Writer[];
  readonly readers: readonly Reader[];
  /** Every writer submits and withdraws so many times, all at once; resolves when all was acknowledged. */
  write(times: number): Promise<void>;
  /**
   * When all is well again: sends some changes once more, waits until every reader has caught up, and expects that the
   * history has no problem. Gives its size, for the run's log.
   */
  judge(): Promise<{ writes: number; events: number; connections: number }>;
  stop(): Promise<void>;
}

const partners = ["acme-research", "globex-health", "initech-labs"] as const;
/** Each follows by both transports: officials' auditor sees everything, a partner and a vendor a part. */
const followers: readonly (readonly [role: string, org?: string])[] = [
  ["auditor"],
  ["partner", partners[0]],
  ["vendor", "example-labs"],
];

/** Sets the stage, and starts the readers. */
export async function startLoad({ tell, addresses, tokenFor }: Target): Promise<Load> {
  await tell.vendor();
  const releaseId = await tell.previewedRelease();
  const address = (index: number): Address => addresses[index % addresses.length]!;
  const writers = await Promise.all(
    partners.map(async (org, index) => {
      const token = await tokenFor("partner", { org, subject: `partner|${org}` });
      const registered = await askUntilAnswered(address(index), token, register, {
        input: { idempotencyKey: org, legalName: `${org} (fictional)`, kind: "ENTERPRISE", jurisdiction: "US" },
      });
      const partnerId = registered.registerPartner.partner.id;
      await tell.people.commerce.mutate("admitPartner", { partnerId });
      return writer(address(index), token, releaseId);
    }),
  );
  const transports: readonly Transport[] = ["socket", "events"];
  const readers = await Promise.all(
    followers.flatMap(([role, org]) =>
      transports.map(async (transport, index) => {
        const token = await tokenFor(role, { org, subject: `${role}|${org ?? ""}` });
        const name = `${role} by ${transport}`;
        return reader(name, transport, address(index), { token, after: beginning });
      }),
    ),
  );
  return {
    writers,
    readers,
    write: async (times) => void (await Promise.all(writers.map((each) => each.write(times)))),
    judge: async () => {
      await Promise.all(writers.map((each) => each.repeat(10)));
      const history = await historyOf(writers, readers, address(0), await tokenFor("auditor"));
      expect(readers.flatMap(({ problems }) => problems)).toEqual([]);
      expect(problemsOf(history)).toEqual([]);
      return {
        writes: history.writes.length,
        events: readers.reduce((sum, { told }) => sum + told.length, 0),
        connections: readers.reduce((sum, each) => sum + each.connections, 0),
      };
    },
    stop: async () => void (await Promise.all(readers.map((each) => each.stop()))),
  };
}

const register = `mutation ($input: RegisterPartnerInput!) {
  registerPartner(input: $input) { partner { id } refusals { code message } } }`;
const ofCases = `query ($after: Cursor) { changes(after: $after, first: 100) {
  nodes { type subjectType subjectId } pageInfo { hasNextPage endCursor } } }`;

async function historyOf(
  writers: readonly Writer[],
  readers: readonly Reader[],
  address: Address,
  token: string,
): Promise<History> {
  const told = await Promise.all(
    readers.map(async (each) => {
      const visible = await each.visible();
      // What it was told too much is looked at then too: a reader that is behind is waited for, one ahead isn't.
      await soon(() => expect(each.told.length).toBeGreaterThanOrEqual(visible.length));
      return { name: each.name, told: [...each.told], visible };
    }),
  );
  return {
    writes: writers.flatMap(({ writes }) => writes),
    readers: told,
    applications: await applications(address, token),
  };
}

async function applications(address: Address, token: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let after: string | null = beginning; ; ) {
    const { changes } = await askUntilAnswered(address, token, ofCases, { after });
    for (const { type, subjectType, subjectId } of changes.nodes) {
      if (subjectType !== "Application") continue;
      found.set(subjectId, [...(found.get(subjectId) ?? []), type]);
    }
    if (!changes.pageInfo.hasNextPage) return found;
    after = changes.pageInfo.endCursor;
  }
}
