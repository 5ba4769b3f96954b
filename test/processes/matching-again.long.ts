import { Writable } from "node:stream";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { partnersSubgraph } from "../../src/partners/subgraph.ts";
import { matchListAgainAtStart } from "../../src/processes/matching-again.ts";
import { matcherVersion } from "../../src/rules/screening/match-names.ts";
import { createLog } from "../../src/server/log.ts";
import { describeOn } from "../support/describe-on.ts";
import { openRoom, type Room } from "../support/room.ts";
import { importList } from "../support/screening.ts";
import { soon } from "../support/soon.ts";

const waits = "info: another process holds the screening list: it is matched again here if it isn't there";
const matched = "info: the screening list was read by an older release: its names were matched again";
const newer = "warn: the screening list was read by a newer release: this one admits nobody, and counts no silence";

interface Started {
  /** The lines of its log. */
  readonly said: readonly string[];
  readonly ended: Promise<void>;
}

describeOn(["postgres"], "a server that starts where another release read the screening list", (kind) => {
  let room: Room;
  beforeAll(async () => {
    room = await openRoom(kind, partnersSubgraph());
    await importList(room, [{ name: "Tessera Mining" }]);
  });
  afterAll(() => room?.close());

  const readBy = (matcher: number) =>
    room.database.asOwner("update screening_list l set matcher = $1 from screening s where l.id = s.list_id", [
      matcher,
    ]);
  const readByNow = async () => {
    const [list] = await room.database.query<{ matcher: number }>(
      "select l.matcher from screening_list l join screening s on s.list_id = l.id",
    );
    return list?.matcher;
  };
  beforeEach(() => readBy(matcherVersion - 1));

  /** A server's start; told to stop as soon as it says that it waits, or not. */
  function start({ stopsThen = false } = {}): Started {
    const said: string[] = [];
    const stopping = new AbortController();
    const destination = new Writable({
      write: (line, _encoding, written) => {
        const { level, msg } = JSON.parse(String(line));
        said.push(`${level}: ${msg}`);
        if (stopsThen) stopping.abort();
        written();
      },
    });
    const ended = matchListAgainAtStart(room.services, createLog({ level: "info", destination }), stopping.signal);
    return { said, ended };
  }

  /** Starts beside another process that holds the list until all of them have said that they wait. */
  async function besideAnother(starting: () => Started[], lastly = "select 1"): Promise<Started[]> {
    return room.database.source.transaction(async (other) => {
      await other.query("select from screening for update");
      const started = starting();
      await soon(() => expect(started.map(({ said }) => said)).toEqual(started.map(() => [waits])));
      await other.query(lastly);
      return started;
    });
  }

  it("matches it again, once", async () => {
    const first = start();
    await first.ended;
    expect(first.said).toEqual([matched]);
    const second = start();
    await second.ended;
    expect(second.said).toEqual([]);
  });

  it("waits while another process holds the list, and does what that one didn't, unless it is told to stop", async () => {
    const [stopped, going] = await besideAnother(() => [start({ stopsThen: true }), start()]);
    await Promise.all([stopped?.ended, going?.ended]);
    expect(stopped?.said).toEqual([waits]);
    expect(going?.said).toEqual([waits, matched]);
    expect(await readByNow()).toBe(matcherVersion);
  });

  it("leaves it at what another process did meanwhile, and calls nothing an error", async () => {
    const done = `update screening_list set matcher = ${matcherVersion}`;
    const [started] = await besideAnother(() => [start()], done);
    await started?.ended;
    expect(started?.said).toEqual([waits]);
  });

  it("leaves what a newer release read alone, and says what that means", async () => {
    await readBy(matcherVersion + 1);
    const { said, ended } = start();
    await ended;
    expect(said).toEqual([newer]);
    expect(await readByNow()).toBe(matcherVersion + 1);
  });
});
