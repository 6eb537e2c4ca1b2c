import { start } from "../../lib/start";

void start("accueil-client", () => Promise.resolve());
