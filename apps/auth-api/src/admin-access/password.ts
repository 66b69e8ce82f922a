import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: object) => Promise<Buffer>;

/** RFC 9106 §4, second recommended option, scaled down for a server that signs in few people: 19 MiB, two passes. */
const COST = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

async function hash(password: string, nonce: Buffer, cost = COST): Promise<Buffer> {
  return derive('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, ...cost });
}

/** Hashes a person's password with argon2id, in PHC form. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  return inPhcForm(nonce, await hash(password, nonce));
}

function inPhcForm(nonce: Buffer, tag: Buffer): string {
  const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${encode(nonce)}$${encode(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/**
 * Verified when the account does not exist, so that both cases take the same time: it has the form and the cost of a hash,
 * and is that of no password. It is not waited for, because jest compiles whatever imports a module with a top-level
 * `await` many times over.
 */
const NOBODY = inPhcForm(randomBytes(16), randomBytes(COST.tagLength));

/**
 * Whether a password matches a hash. `undefined` stands for an account that does not exist: always false, after the
 * same time.
 */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  const match = PHC.exec(phc ?? NOBODY);
  if (!match) throw new Error('A stored password hash is not in PHC form.');
  const [, memory, passes, parallelism, nonce, tag] = match;
  const expected = Buffer.from(tag!, 'base64');
  const actual = await hash(password, Buffer.from(nonce!, 'base64'), {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(actual, expected) && phc !== undefined;
}
