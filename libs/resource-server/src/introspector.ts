import { Answers } from './answers.js';
import { Batches } from './batches.js';
import { Feed, type News } from './feed.js';
import type { Observer } from './observer.js';
import type { Settings } from './options.js';
import type { Passant } from './passant.js';
import { type Answer, INACTIVE, canBeToken, nameOf } from './token.js';

/**
 * Milliseconds after a "forget everything" message during which another process of the server may still give outdated
 * answers.
 */
const SETTLING = 2000;
/** Milliseconds for which an answer from that period is cached. */
const KEPT_WHILE_SETTLING = 1000;

/** A pending introspection. Concurrent callers with the same token share its answer. */
interface Question {
  answer: Promise<Answer>;
  /** The token ended after it was asked about, so the answer may predate that. */
  isOutdated: boolean;
}

/**
 * Says whether a token is active, from the cache or by asking the server. The table in the README shows what happens in
 * each case.
 */
export class Introspector {
  private readonly answers: Answers;
  private readonly batches: Batches;
  private readonly questions = new Map<string, Question>();
  private readonly feed: Feed | undefined;
  private settlingUntil = -Infinity;
  private listening: Promise<void> | undefined;

  constructor(
    passant: Passant,
    private readonly settings: Settings,
    private readonly observer: Observer,
  ) {
    this.answers = new Answers(settings.keepAnswers, settings.keepUnvouched);
    this.batches = new Batches((tokens) => passant.introspect(tokens), settings.mostWaiting, observer);
    if (settings.feed !== 'off')
      this.feed = new Feed(passant, settings.feed, (news, moment) => this.hear(news, moment), observer);
  }

  /** Starts listening to the server. Further calls have no effect. */
  listen(): void {
    this.listening ??= this.feed?.run();
  }

  /** Stops listening. */
  async close(): Promise<void> {
    this.feed?.close();
    await this.listening;
  }

  /** Returns the server's answer about a token, possibly from the cache. Throws `PassantUnavailable`. */
  async introspect(token: string): Promise<Answer> {
    if (!canBeToken(token)) {
      this.observer.judged?.('form', false);
      return INACTIVE;
    }
    this.listen();
    const name = nameOf(token);
    const kept = this.answers.find(name, performance.now());
    const answer = kept ?? (await this.ask(name, token));
    this.observer.judged?.(kept ? 'kept' : 'asked', answer.active);
    return answer;
  }

  private ask(name: string, token: string): Promise<Answer> {
    const open = this.questions.get(name);
    if (open) return open.answer;
    const question: Question = { answer: undefined as never, isOutdated: false };
    question.answer = this.answerOf(name, token, question).finally(() => {
      if (this.questions.get(name) === question) this.questions.delete(name);
    });
    this.questions.set(name, question);
    return question.answer;
  }

  private async answerOf(name: string, token: string, question: Question): Promise<Answer> {
    for (;;) {
      const { answer, left, asked } = await this.batches.answer(token);
      if (question.isOutdated) {
        // Ask again: the next answer is from after the token ended.
        question.isOutdated = false;
        continue;
      }
      this.keep(name, answer, left, asked);
      return answer;
    }
  }

  private keep(name: string, answer: Answer, left: number, asked: number): void {
    const longest = answer.active ? Math.min(this.settings.keep, left) : this.settings.keepInactive;
    const milliseconds = asked < this.settlingUntil ? Math.min(longest, KEPT_WHILE_SETTLING) : longest;
    if (milliseconds > 0) this.answers.keep(name, answer, asked, asked + milliseconds);
  }

  private hear(news: News, moment: number): void {
    let forgotten = 0;
    if (news.all) {
      forgotten = this.answers.forgetAll();
      this.settlingUntil = performance.now() + SETTLING;
      for (const question of this.questions.values()) question.isOutdated = true;
    }
    for (const name of news.ended) {
      if (this.answers.forget(name)) forgotten += 1;
      const question = this.questions.get(name);
      if (question) question.isOutdated = true;
    }
    this.answers.vouch(moment);
    if (forgotten > 0) this.observer.forgot?.(forgotten);
  }
}
