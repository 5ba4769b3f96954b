import { rounds } from "./rounds.ts";
import { stopRaces } from "./stop-races.ts";

stopRaces(rounds.short);
