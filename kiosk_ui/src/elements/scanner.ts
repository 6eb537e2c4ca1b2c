/**
 * A camera's picture that reads codes. Tells `scanned` with what a code says, and `sees` with
 * whether there is a picture. Where there is none, the code is typed.
 *
 * Loaded only where a camera is opened: the reader behind it is heavy.
 */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";

import { t } from "../lib/i18n";
import type { Facing } from "../lib/scanning/camera";
import { Eye, type EyeTrouble } from "../lib/scanning/eye";
import type { Sought } from "../lib/scanning/reader";
import { Spoken } from "./spoken";
import { icon } from "./icons";
import { base, buttons, fields } from "./styles";

@customElement("accueil-scanner")
export class Scanner extends Spoken {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        justify-items: center;
        gap: var(--s3);
        text-align: center;
      }
      :host([hidden]) {
        display: none;
      }
      .frame {
        position: relative;
        inline-size: var(--scanner-size, 100%);
        aspect-ratio: var(--scanner-shape, 1);
        overflow: hidden;
        border-radius: var(--scanner-corners, var(--radius));
        background: var(--sunken);
        box-shadow: inset 0 0 0 1px var(--hairline);
      }
      video {
        display: block;
        inline-size: 100%;
        block-size: 100%;
        object-fit: cover;
      }
      :host([facing="user"]) video {
        scale: -1 1;
      }
      p {
        max-inline-size: 26em;
        font: var(--scanner-words, inherit);
      }
      form {
        display: flex;
        gap: var(--s2);
        inline-size: min(100%, 26rem);
      }
      input {
        flex: 1;
        min-inline-size: 0;
      }
      .dark {
        color: var(--attention);
      }
    `,
  ];

  /** Where the camera looks: at whoever holds the device, or away from them. */
  @property({ reflect: true }) facing: Facing = "environment";
  @property() hint = "";
  /** Passes, or what stands on the labels of pieces. */
  @property() sought: Sought = "passes";
  /** The page has a field, or a way to one, of its own. */
  @property({ type: Boolean }) typed = false;
  /** The page itself says what can be done where no camera sees. */
  @property({ type: Boolean }) silent = false;
  @state() private state: "opening" | "open" | EyeTrouble = "opening";
  @state() private dark = false;
  @query("video") private video!: HTMLVideoElement;
  @query("input") private input!: HTMLInputElement | null;
  private eye: Eye | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    navigator.mediaDevices?.addEventListener("devicechange", this.pluggedIn);
    if (this.hasUpdated) this.open();
  }

  override firstUpdated(): void {
    this.open();
  }

  override disconnectedCallback(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.pluggedIn);
    this.eye?.close();
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    const { seeing } = this;
    const words = this.words();
    return html`<div class="frame" ?hidden=${!seeing}>
        <video muted playsinline aria-label=${t("scan.picture")}></video>
      </div>
      <p class="words ${this.dark ? "dark" : "quiet"}" role="status" ?hidden=${!words}>${words}</p>
      ${seeing || this.typed ? nothing : this.field()}
      ${seeing || this.isWithout ? nothing : html`<button @click=${this.open}>${t("scan.again")}</button>`}`;
  }

  override updated(changed: PropertyValues): void {
    if (!changed.has("state")) return;
    this.hidden = this.isWithout;
    this.tell("sees", this.seeing);
  }

  private get seeing(): boolean {
    return this.state === "opening" || this.state === "open";
  }

  /** Nothing to tell a guest: a camera that is plugged in opens by itself. */
  private get isWithout(): boolean {
    return this.silent && this.state === "missing";
  }

  private field(): TemplateResult {
    return html`<form @submit=${this.submitted}>
      <input
        aria-label=${t("scan.code")}
        placeholder=${t("scan.code")}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        maxlength="512"
      />
      <button class="primary" aria-label=${t("scan.enter")}>${icon("next")}</button>
    </form>`;
  }

  private readonly submitted = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = this.input?.value.trim();
    if (!code) return this.input?.focus();
    this.input!.value = "";
    this.tell("scanned", code);
  };

  private words(): string {
    if (this.state === "opening") return t("scan.opening");
    if (this.isWithout) return "";
    if (this.state !== "open") {
      return [t(`scan.trouble.${this.state}`), this.silent ? "" : t("scan.type")].join(" ");
    }
    return this.dark ? t("scan.dark") : this.hint;
  }

  private readonly open = (): void => {
    this.state = "opening";
    this.dark = false;
    this.eye ??= new Eye(
      this.video,
      {
        open: () => (this.state = "open"),
        seen: (text) => this.tell("scanned", text),
        dark: (dark) => (this.dark = dark),
        failed: (trouble) => (this.state = trouble),
      },
      this.sought,
    );
    void this.eye.open(this.facing);
  };

  /** A camera that was plugged in mends its own absence. */
  private readonly pluggedIn = (): void => {
    if (this.state === "missing") this.open();
  };
}
