import { start } from "../../lib/start";

void start("accueil-associate", () => import("./associate"));

if ("serviceWorker" in navigator) {
  void navigator.serviceWorker.register("/sw.js", { scope: "/" }).catch(() => undefined);
}
