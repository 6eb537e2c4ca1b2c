import { start } from "../../lib/start";

void start("accueil-invitation", () => import("./invitation"));
