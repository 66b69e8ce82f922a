import { PATHS } from '@passant/contracts';
import { prepared } from '../judge.js';
import type { Reply } from '../wire.js';
import type { World } from '../world.js';
import { issuedBy, mobile } from './mobile.js';
import { basic } from './web.js';

/** A back end that may introspect. */
export class BackEnd {
  constructor(
    private readonly world: World,
    readonly clientId: string,
    readonly clientSecret: string,
  ) {}

  get basic(): Record<string, string> {
    return basic(this.clientId, this.clientSecret);
  }

  introspect(token: string, headers: Record<string, string> = this.basic): Promise<Reply> {
    return this.world.wire.ask('POST', PATHS.introspectV2, { headers, form: { token } });
  }
}

export interface BackEnds {
  /** Sees tokens of the phone's application. */
  backEnd: BackEnd;
  /** Sees tokens of the stranger's application alone. */
  narrow: BackEnd;
  /** A stateless access token of the phone, which {@link backEnd} was seen to find active. */
  token: string;
}

/** The part of the world that resource servers need. */
export async function backEnds(world: World): Promise<BackEnds> {
  const { phone, stranger, oneStep } = await world.part(mobile);
  const client = async (application: string) => {
    const made = await world.given.apiClient({ name: 'Attack suite', applications: [application] });
    return new BackEnd(world, made.client_id, made.client_secret!);
  };
  const backEnd = await client(phone.application.identifier);
  const narrow = await client(stranger.application.identifier);
  const { access_token: token } = issuedBy(await phone.register(oneStep));
  const seen = prepared(await backEnd.introspect(token), 200).json as { active?: unknown };
  if (seen.active !== true) throw new Error('a token that was just issued is not active');
  return { backEnd, narrow, token };
}
