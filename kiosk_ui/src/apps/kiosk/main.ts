import { start } from "../../lib/start";

void start("accueil-kiosk", () => import("./kiosk"));
