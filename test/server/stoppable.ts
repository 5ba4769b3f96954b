import { stopOnSignals } from "../../src/server/drain.ts";
import { createLog } from "../../src/server/log.ts";
import { startFixture } from "./fixture.ts";

/** The program that test/server/process.ts starts, with its drain delay: tells its address, then its memory when it is asked. */
const server = await startFixture({ settings: { drainDelay: Number(process.argv[2]) } });
stopOnSignals(server.stop, createLog({ level: "silent" }));
process.on("message", (asked) => {
  process.send?.(asked === "peak" ? process.resourceUsage().maxRSS * 1024 : process.memoryUsage().rss);
});
process.send?.(server.url);
