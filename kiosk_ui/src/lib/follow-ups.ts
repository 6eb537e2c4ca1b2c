/** What is still owed to guests: said, sorted and reached. */

import type { TaskView } from "./aftermath-views";
import { t } from "./i18n";

export interface TasksOfEvent {
  event_id: string;
  titles: TaskView["titles"];
  tasks: TaskView[];
}

/** Its own words where it has some. */
export function taskWords(task: TaskView): string {
  return task.kind === "own" ? task.text : t(`task.kind.${task.kind}`);
}

/** One group an event, in the order in which the server names them. */
export function byEvent(tasks: readonly TaskView[]): TasksOfEvent[] {
  const groups = new Map<string, TasksOfEvent>();
  for (const task of tasks) {
    const { event_id, titles } = task;
    const group = groups.get(event_id) ?? { event_id, titles, tasks: [] };
    group.tasks.push(task);
    groups.set(event_id, group);
  }
  return [...groups.values()];
}

/** The one that was changed in the place where it stood: nothing jumps under the finger. */
export function withTask(tasks: readonly TaskView[], changed: TaskView): TaskView[] {
  return tasks.map((one) => (one.id === changed.id ? changed : one));
}

export function open(tasks: readonly TaskView[]): number {
  return tasks.filter((one) => !one.done_at).length;
}

/** As a phone dials it: figures and the plus. */
export function telephone(phone: string): string {
  return `tel:${phone.replace(/[^+\d]/g, "")}`;
}
