import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { basic } from '../../world/basic.js';
import { StepFailed } from '../../lib/run.mjs';
import { at } from '../../lib/workspace.mjs';
import { queryOnce } from '../../world/databases.js';
import { Program } from '../../world/program.js';
import type { Laboratory } from '../laboratory.js';
import type { Subject } from '../usage.js';

/** A request to a rival's process: it makes what the load needs. */
export type Wish = { tokens: number } | { initialAccessTokens: number } | { apps: App[] };

/** A client with a key, as the rivals receive it. */
export interface App {
  clientId: string;
  jwk: object;
}

interface Message {
  id?: number;
  made?: string[];
  resourceServer?: { id: string; secret: string };
}

/** A server that Passant is compared with, in a separate process. */
export class Rival {
  private wishes = 0;

  private constructor(
    readonly program: Program,
    readonly databaseUrl: string,
    /** `Authorization` header of the client that may introspect. */
    readonly resourceServer: string,
  ) {}

  /**
   * @param file relative to `tools/bench/subjects`
   * @param setup what the rival must know before it starts
   */
  static async start(laboratory: Laboratory, file: string, setup: object = {}): Promise<Rival> {
    const databaseUrl = await laboratory.database('bench_rival');
    const program = laboratory.keep(
      await Program.start({
        name: file,
        file: at('tools/bench/subjects', file),
        env: { ...process.env, DATABASE_URL: databaseUrl, BENCH_SETUP: JSON.stringify(setup), NODE_ENV: 'production' },
        logFile: join(laboratory.newFolder(file), 'rival.log'),
        address: /^Listening on (\S+)$/m,
        ipc: true,
      }),
    );
    const { resourceServer } = await messageWith(program, ({ resourceServer: known }) => known !== undefined);
    return new Rival(program, databaseUrl, basic(resourceServer!.id, resourceServer!.secret));
  }

  async make(wish: Wish): Promise<string[]> {
    this.wishes += 1;
    const id = this.wishes;
    const answer = messageWith(this.program, (message) => message.id === id);
    this.program.child.send({ id, ...wish });
    return (await answer).made ?? [];
  }

  get subject(): Subject {
    return { pid: this.program.pid, databaseUrl: this.databaseUrl };
  }

  /** How many rows its database has, to check that everything it acknowledged is committed. */
  async count(from: string): Promise<number> {
    const [row] = await queryOnce<{ count: string }>(this.databaseUrl, `SELECT count(*) FROM ${from}`);
    return Number(row!.count);
  }
}

/** Waits for a message. The channel buffers messages that arrive before there is a listener. */
function messageWith({ child, options }: Program, wanted: (message: Message) => boolean): Promise<Message> {
  return new Promise((done, fail) => {
    const listener = (message: Message) => {
      if (!wanted(message)) return;
      child.off('message', listener);
      child.off('exit', ended);
      done(message);
    };
    const ended = () =>
      fail(new StepFailed(`${options.name} ended before it answered.`, readFileSync(options.logFile, 'utf8')));
    child.on('message', listener);
    child.once('exit', ended);
  });
}
