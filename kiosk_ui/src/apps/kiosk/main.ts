import { start } from "../../lib/start";

void start("accueil-kiosk", () => Promise.resolve());
