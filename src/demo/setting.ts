import { lastToRegister } from "../demonstration/landmarks.ts";
import { DemoError, type Person, peopleAt } from "./public-api.ts";
import { Script, type Write } from "./script.ts";
import { VendorEar } from "./vendor-ear.ts";

/** What every act of the demo plays with. */
export interface Setting {
  readonly url: string;
  readonly script: Script;
  /** A development person by name. */
  readonly as: (name: string) => Person;
  /** The people of the partners that the demo brings along: one more than the cap, and one to be denied. */
  readonly newcomers: readonly string[];
  /** How many partners the limited preview of a release may have. */
  readonly cap: number;
  readonly ear: VendorEar;
}

export const policyKey = "expedited-preview";
const firstNewcomer = 3;
const pause = 250;
/** Milliseconds without a new ledger entry after which a demonstration isn't being loaded. */
const stillLoading = 10_000;

/** Sets the scene: a development server with its demonstration loaded, its people, and the vendor's ear. Throws DemoError where there is none. */
export async function setScene(url: string, write: Write, patience = stillLoading): Promise<Setting> {
  const script = new Script(write);
  const auditor = (await peopleAt(url, 2))("auditor");
  await untilLoaded(auditor, script, patience);
  const cap = await capOf(auditor);
  const last = firstNewcomer + cap + 1;
  const as = await peopleAt(url, last);
  const newcomers = Array.from({ length: cap + 2 }, (_, index) => `partner-${firstNewcomer + index}`);
  return { url, script, as, newcomers, cap, ear: await VendorEar.open(url, as("vendor")) };
}

/** A server loads its demonstration beside its first answers. */
async function untilLoaded(auditor: Person, script: Script, patience: number): Promise<void> {
  const asked = `{ partners(first: 100, orderBy: REGISTERED_AT_ASC) { nodes { legalName } }
    changes(first: 1, orderBy: SEQUENCE_DESC) { nodes { cursor } } }`;
  let head: string | null = null;
  let since = performance.now();
  for (let told = false; ; told = true) {
    const { partners, changes } = await auditor.ask(asked);
    if (partners.nodes.some(({ legalName }: { legalName: string }) => legalName === lastToRegister)) return;
    if (changes.nodes[0]?.cursor !== head) since = performance.now();
    head = changes.nodes[0]?.cursor ?? null;
    if (performance.now() - since > patience) throw new DemoError(notLoaded);
    if (!told) script.line("The demonstration is being loaded …");
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

const notLoaded =
  "The server's database has no demonstration: start it with an empty DATA_DIR, and without DEMONSTRATION=off.";

async function capOf(auditor: Person): Promise<number> {
  const { policies } = await auditor.ask("{ policies { nodes { key phases { phase partnerCap } } } }");
  const policy = policies.nodes.find(({ key }: { key: string }) => key === policyKey);
  return policy.phases.find(({ phase }: { phase: string }) => phase === "LIMITED_PREVIEW").partnerCap;
}
