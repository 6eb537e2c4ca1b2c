import { start } from "../../lib/start";

void start("accueil-chooser", () => import("./chooser"));
