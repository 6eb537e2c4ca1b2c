import { start } from "../../lib/start";

void start("accueil-pair", () => Promise.resolve());
