import { start } from "../../lib/start";

void start("accueil-fastlane", () => import("./fastlane"));
