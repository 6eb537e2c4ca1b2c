import { start } from "../../lib/start";

void start("accueil-pair", () => import("./pair"));
