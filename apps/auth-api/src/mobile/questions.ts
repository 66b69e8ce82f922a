import { Injectable } from '@nestjs/common';
import { type AuthenticationTransaction, type Question } from '@passant/protocol';
import { Secrets } from '../platform/secrets.js';

/** What people are asked, encrypted while it waits for an answer: a message says what somebody is about to do. */
@Injectable()
export class Questions {
  constructor(private readonly secrets: Secrets) {}

  seal(transactionId: string, question: Question): Buffer {
    return this.secrets.wrap(Buffer.from(JSON.stringify(question)), contextOf(transactionId));
  }

  /** The question of a transaction that waits for its answer. */
  open({ id, sealedQuestion }: AuthenticationTransaction): Question {
    if (sealedQuestion === null) throw new Error('The question of an answered transaction is forgotten.');
    return JSON.parse(this.secrets.unwrap(sealedQuestion, contextOf(id)).toString('utf8')) as Question;
  }
}

function contextOf(transactionId: string): string {
  return `authentication ${transactionId}`;
}
