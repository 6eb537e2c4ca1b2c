/** What is still owed to guests after an event: reached, crossed out, put back, added to. */

import { css, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";

import type { TaskView } from "../lib/aftermath-views";
import { api } from "../lib/api";
import { byEvent, open, taskWords, telephone, withTask } from "../lib/follow-ups";
import { dayAndMonth } from "../lib/format";
import { t } from "../lib/i18n";
import { said } from "../lib/said";
import { icon } from "./icons";
import { Asking } from "./asking";
import { base, buttons, fields } from "./styles";

@customElement("accueil-tasks")
export class Tasks extends Asking {
  static override styles = [
    base,
    buttons,
    fields,
    css`
      h3 {
        padding-block: var(--s4) var(--s2);
        font-size: var(--title-s);
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--s2) var(--s3);
        align-items: center;
        padding-block: var(--s3);
        border-block-end: 1px solid var(--hairline);
      }
      b {
        display: block;
        font: 600 1.25rem/1.15 var(--serif);
        overflow-wrap: anywhere;
      }
      .done b,
      .done .words {
        color: var(--quiet);
        text-decoration: line-through;
      }
      .words {
        display: block;
        overflow-wrap: anywhere;
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        grid-column: 1 / -1;
      }
      .ways a,
      .ways button {
        max-inline-size: 100%;
        font-size: var(--text-s);
        overflow-wrap: anywhere;
      }
      form {
        display: grid;
        grid-column: 1 / -1;
        gap: var(--s3);
      }
      .end {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      .none {
        padding-block: var(--s5);
        color: var(--quiet);
        font: italic 500 1.25rem/1.3 var(--serif);
      }
      .none small {
        display: block;
        padding-block-start: var(--s2);
        font: 400 var(--text-m) / 1.4 var(--sans);
        font-style: normal;
      }
    `,
  ];

  /** Of one event alone; of all where it is empty. */
  @property({ attribute: "event-id" }) eventId = "";
  /** A manager's view: every host's, and those that are done as well. */
  @property({ type: Boolean }) everybody = false;
  @state() private tasks: TaskView[] | null = null;
  @state() private adding = "";

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("eventId") || changed.has("everybody")) void this.read();
  }

  override render(): TemplateResult {
    const { tasks } = this;
    if (!tasks && this.said) return html`${this.wrong()}`;
    if (!tasks) return html`<p class="none" role="status">${t("common.loading")}</p>`;
    if (!tasks.length) {
      return html`<p class="none">
        ${t("task.none")}${this.eventId ? nothing : html`<small>${t("task.none_more")}</small>`}
      </p>`;
    }
    return html`${this.wrong()}
    ${byEvent(tasks).map(
      (group) => html`${this.eventId ? nothing : html`<h3><bdi>${said(group.titles)}</bdi></h3>`}
        <ul>
          ${group.tasks.map((task) => this.row(task))}
        </ul>`,
    )}`;
  }

  /** Read again: somebody else may have settled one, or an event may have ended. */
  readonly read = (): Promise<boolean> =>
    this.ask(async () => {
      const query = new URLSearchParams();
      if (this.eventId) query.set("event_id", this.eventId);
      if (this.everybody) {
        query.set("everybody", "true");
        query.set("done", "true");
      }
      this.tasks = await api.get<TaskView[]>(`/event-tasks?${query}`);
    });

  private row(task: TaskView): TemplateResult {
    const { guest } = task;
    const beside = [
      this.everybody ? (task.host ?? t("report.nobody_named")) : "",
      task.done_at
        ? task.done_by && t("task.was_done", { name: task.done_by })
        : task.due_on && t("task.due", { date: dayAndMonth(task.due_on) }),
    ].filter(Boolean);
    return html`<li class=${task.done_at ? "done" : ""}>
      <div>
        <b><bdi>${guest}</bdi></b>
        <span class="words"><bdi>${taskWords(task)}</bdi></span>
        ${beside.length ? html`<span class="small quiet">${beside.join(" · ")}</span>` : nothing}
      </div>
      ${this.settling(task)} ${task.done_at ? nothing : this.ways(task)}
      ${this.adding === task.id ? this.form(task) : nothing}
    </li>`;
  }

  private settling(task: TaskView): TemplateResult {
    const { guest } = task;
    return task.done_at
      ? html`<button
          class="bare"
          aria-label=${t("task.undo_named", { guest })}
          ?disabled=${this.busy}
          @click=${() => this.settle(task, false)}
        >
          ${t("task.undo")}
        </button>`
      : html`<button
          aria-label=${t("task.done_named", { guest })}
          ?disabled=${this.busy}
          @click=${() => this.settle(task, true)}
        >
          ${icon("check")}${t("task.done")}
        </button>`;
  }

  private ways(task: TaskView): TemplateResult {
    const { guest, phone, email } = task;
    return html`<div class="ways">
      ${phone
        ? html`<a class="button" href=${telephone(phone)}
            >${icon("phone")}<span class="unseen">${t("task.call", { guest })}</span><bdi>${phone}</bdi></a
          >`
        : nothing}
      ${email
        ? html`<a class="button" href="mailto:${email}"
            >${icon("speech")}<span class="unseen">${t("task.write", { guest })}</span><bdi>${email}</bdi></a
          >`
        : nothing}
      ${this.adding === task.id
        ? nothing
        : html`<button
            class="bare"
            aria-label=${t("task.add_named", { guest })}
            @click=${() => (this.adding = task.id)}
          >
            ${icon("plus")}${t("task.add")}
          </button>`}
    </div>`;
  }

  private form(task: TaskView): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => this.add(event, task)}>
      <label class="field"
        >${t("task.text")}<textarea name="text" required maxlength="500" rows="2"></textarea>
      </label>
      <label class="field">${t("task.by_when")}<input type="date" name="due" /></label>
      <div class="end">
        <button class="primary" ?disabled=${this.busy}>${t("common.save")}</button>
        <button type="button" @click=${() => (this.adding = "")}>${t("common.cancel")}</button>
      </div>
    </form>`;
  }

  private settle(task: TaskView, done: boolean): Promise<boolean> {
    return this.ask(async () => {
      const changed = await api.patch<TaskView>(`/event-tasks/${task.id}`, { done });
      this.tasks = withTask(this.tasks ?? [], changed);
      this.tell("tasks", open(this.tasks));
    });
  }

  private add(event: SubmitEvent, beside: TaskView): Promise<boolean> {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const text = String(form.get("text") ?? "").trim();
    const due = String(form.get("due") ?? "");
    return this.ask(async () => {
      const made = await api.post<TaskView>("/event-tasks", {
        guest_id: beside.guest_id,
        text,
        ...(this.everybody && beside.host_id ? { host_id: beside.host_id } : {}),
        ...(due ? { due_on: due } : {}),
      });
      const place = (this.tasks ?? []).findIndex((one) => one.id === beside.id) + 1;
      this.tasks = (this.tasks ?? []).toSpliced(place, 0, made);
      this.adding = "";
      this.tell("tasks", open(this.tasks));
    });
  }
}
