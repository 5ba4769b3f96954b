import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { pgSmartTags } from "postgraphile/utils";
import { officialsOnly, settings } from "./contender.ts";

/**
 * PostGraphile on Countersign's tables, as its manual sets it up on node:http: the Amber preset and a pool. Smart tags
 * name the relations that no foreign key states; postgraphile.sql has the conditions that the tables' columns don't say.
 */

const given = settings();
const check = await officialsOnly(given);
const pool = new pg.Pool({ connectionString: given.databaseUrl, max: given.poolSize });

const ofItsApplication = "(case_id) references public.application (id)";

const preset: GraphileConfig.Preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [
    pgSmartTags([
      { kind: "class", match: "public.referral", tags: { foreignKey: ofItsApplication } },
      { kind: "class", match: "public.position", tags: { foreignKey: ofItsApplication } },
      {
        kind: "class",
        match: "postgraphile_bench.standing_decision",
        tags: { name: "standing_decision", primaryKey: "id", unique: "case_id", foreignKey: ofItsApplication },
      },
    ]),
  ],
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ pool, schemas: ["public", "postgraphile_bench"] })],
  grafserv: { graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: async ({ node }) => {
      await check(node?.req.headers.authorization);
      return {};
    },
  },
};

const instance = postgraphile(preset).createServ(grafserv);
const server = createServer();
await instance.addTo(server);
server.listen(given.port, "127.0.0.1");
