import { start } from "../../lib/start";

void start("accueil-dashboard", () => Promise.resolve());
