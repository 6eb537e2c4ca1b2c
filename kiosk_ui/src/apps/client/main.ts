import { start } from "../../lib/start";

void start("accueil-client", () => import("./client"));
