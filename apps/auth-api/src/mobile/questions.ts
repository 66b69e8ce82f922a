import { Injectable } from '@nestjs/common';
import { type AuthenticationTransaction, type Question } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';

/**
 * The questions put to people, encrypted while they await an answer: a message reveals what somebody is about to do.
 */
@Injectable()
export class Questions {
  constructor(private readonly secrets: Secrets) {}

  seal(transactionId: string, question: Question): Buffer {
    return this.secrets.wrap(Buffer.from(JSON.stringify(question)), BINDINGS.question(transactionId));
  }

  /** Decrypts the question of a transaction that awaits its answer. */
  open({ id, sealedQuestion }: AuthenticationTransaction): Question {
    if (sealedQuestion === null) throw new Error('The question of an answered transaction is forgotten.');
    return JSON.parse(this.secrets.unwrap(sealedQuestion, BINDINGS.question(id)).toString('utf8')) as Question;
  }
}
