/**
 * What a socket tells while an answer is on its way.
 *
 * An answer was read at some moment since the question; what was told meanwhile may be newer, and
 * is never undone by it. Nor is the answer to a later question by that to an earlier one.
 */
export class Meanwhile<News> {
  private readonly waiting = new Set<News[]>();
  private asked = 0;
  private answered = 0;

  heard(news: News): void {
    for (const told of this.waiting) told.push(news);
  }

  /** The answer with the news since the question; null where a later question was faster. */
  async ask<Answer>(
    question: () => Promise<Answer>,
  ): Promise<{ answer: Answer; since: readonly News[] } | null> {
    const mine = (this.asked += 1);
    const since: News[] = [];
    this.waiting.add(since);
    try {
      const answer = await question();
      if (mine < this.answered) return null;
      this.answered = mine;
      return { answer, since };
    } finally {
      this.waiting.delete(since);
    }
  }

  /** Of what is always told whole: the answer, null where something newer is known. */
  async newest<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
    const got = await this.ask(question);
    return got && !got.since.length ? got.answer : null;
  }
}
