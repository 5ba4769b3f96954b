import { panelRaces } from "./panel-races.ts";
import { rounds } from "./rounds.ts";

panelRaces(rounds.short);
