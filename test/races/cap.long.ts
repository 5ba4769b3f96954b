import { capRaces } from "./cap-races.ts";
import { rounds } from "./rounds.ts";

capRaces(rounds.long);
