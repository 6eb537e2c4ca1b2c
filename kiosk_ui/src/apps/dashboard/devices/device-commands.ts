/** What can be asked of a device, and how it answered. */

import { html, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import "../../../elements/ago";
import { Spoken } from "../../../elements/spoken";
import { base, buttons } from "../../../elements/styles";
import { wrong } from "../../../elements/wrong";
import { api } from "../../../lib/api";
import { t } from "../../../lib/i18n";
import { trouble } from "../../../lib/trouble";
import { look } from "../look";
import { path } from "./kinds";
import type { Command } from "./views";

const ASK_MS = 1000;
const ASKED = ["identify", "beep", "reboot"] as const;
const SHOWN = 6;

@customElement("accueil-device-commands")
export class DeviceCommands extends Spoken {
  static override styles = [base, buttons, look];

  @property({ attribute: "device-id" }) deviceId = "";
  @state() private commands: Command[] = [];
  @state() private said = "";
  private clock: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.read();
  }

  override disconnectedCallback(): void {
    clearInterval(this.clock);
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<section class="panel">
      <div class="head"><h2>${t("devices.commands")}</h2></div>
      ${wrong(this.said)}
      <div class="end">
        ${ASKED.map(
          (one) => html`<button @click=${() => this.ask(one)}>${t(`devices.do.${one}`)}</button>`,
        )}
      </div>
      ${this.commands.length
        ? html`<ul class="rows" aria-live="polite">
            ${this.commands.slice(0, SHOWN).map(
              (command) => html`<li>
                <span class="main">${name(command.do)}</span>
                <span class="small ${tone(command)}"
                  >${t(`devices.command.${command.state}`)}${command.reason
                    ? `: ${command.reason}`
                    : ""}</span
                >
                <accueil-ago class="small quiet" at=${command.asked_at}></accueil-ago>
              </li>`,
            )}
          </ul>`
        : nothing}
    </section>`;
  }

  private async ask(what: (typeof ASKED)[number]): Promise<void> {
    this.said = "";
    try {
      await api.post(`${path(this.deviceId)}/commands`, { do: what });
      await this.read();
      clearInterval(this.clock);
      this.clock = setInterval(() => void this.follow(), ASK_MS);
    } catch (error) {
      this.said = trouble(error);
    }
  }

  /** Until every command has come to its end. */
  private async follow(): Promise<void> {
    await this.read();
    const open = this.commands.some(({ state }) => state === "waiting" || state === "sent");
    if (!open) clearInterval(this.clock);
  }

  private async read(): Promise<void> {
    const told = await api.get<Command[]>(`${path(this.deviceId)}/commands`).catch(() => null);
    if (told) this.commands = told;
  }
}

function tone(command: Command): string {
  if (command.state === "done") return "good";
  return command.state === "failed" || command.state === "expired" ? "alert" : "quiet";
}

const NAMED = ["identify", "beep", "reboot", "configure", "light", "show", "preview"] as const;

function name(what: string): string {
  const known = NAMED.find((one) => one === what);
  return known ? t(`devices.do.${known}`) : what;
}
