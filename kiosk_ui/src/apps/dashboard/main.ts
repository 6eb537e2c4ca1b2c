import { start } from "../../lib/start";

void start("accueil-dashboard", () => import("./dashboard"));
