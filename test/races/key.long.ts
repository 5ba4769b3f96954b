import { keyRaces } from "./key-races.ts";
import { rounds } from "./rounds.ts";

keyRaces(rounds.long);
