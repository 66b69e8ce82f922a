import { join } from 'node:path';
import { at } from '../../lib/workspace.mjs';
import { queryOnce } from '../../world/databases.js';
import { Program } from '../../world/program.js';
import type { Laboratory } from '../laboratory.js';

/** A wish sent to a rival's process; it makes what the load needs. */
export type Wish = { tokens: number } | { initialAccessTokens: number } | { apps: App[] };

/** A client with a key, as the rivals are told of it. */
export interface App {
  clientId: string;
  jwk: object;
}

interface Message {
  id?: number;
  made?: string[];
  resourceServer?: { id: string; secret: string };
}

/** A server that Passant is compared with, in a process of its own. */
export class Rival {
  private wishes = 0;

  private constructor(
    readonly program: Program,
    readonly databaseUrl: string,
    /** `Authorization` header of the client that may introspect. */
    readonly resourceServer: string,
  ) {}

  /**
   * @param file below `tools/bench/subjects`
   * @param setup what has to be known before it starts
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
    const basic = Buffer.from(`${resourceServer!.id}:${resourceServer!.secret}`).toString('base64');
    return new Rival(program, databaseUrl, `Basic ${basic}`);
  }

  async make(wish: Wish): Promise<string[]> {
    this.wishes += 1;
    const id = this.wishes;
    const answer = messageWith(this.program, (message) => message.id === id);
    this.program.child.send({ id, ...wish });
    return (await answer).made ?? [];
  }

  /** How many rows its database has; for holding what it acknowledged against what it committed. */
  async count(from: string): Promise<number> {
    const [row] = await queryOnce<{ count: string }>(this.databaseUrl, `SELECT count(*) FROM ${from}`);
    return Number(row!.count);
  }
}

/** Waits for a message; one that came before anybody listened is kept by the channel until then. */
function messageWith({ child }: Program, wanted: (message: Message) => boolean): Promise<Message> {
  return new Promise((done, fail) => {
    const listener = (message: Message) => {
      if (!wanted(message)) return;
      child.off('message', listener);
      child.off('exit', ended);
      done(message);
    };
    const ended = () => fail(new Error('A rival ended before it answered.'));
    child.on('message', listener);
    child.once('exit', ended);
  });
}
