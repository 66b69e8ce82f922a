import type { EndedTokens } from '@passant/contracts';
import { EndedTokenStream } from './ended-token-stream.js';

const news = (position: number, ended: string[] = []): EndedTokens => ({ position: `p${position}`, all: false, ended });
const nothing = (position: number) => news(position);
const messageOf = (chunk: unknown) =>
  JSON.parse(/^data: (.*)$/m.exec((chunk as Buffer).toString())![1]!) as EndedTokens;

/** A stream that nobody reads from, filled to its limit. */
function fullStream(): EndedTokenStream {
  const stream = new EndedTokenStream();
  stream.read();
  for (let position = 1; !stream.readableLength || stream.readableLength < stream.readableHighWaterMark; position += 1)
    stream.hear(news(position, ['x'.repeat(1000)]));
  return stream;
}

/** The last message that a reader gets if it reads everything now. */
function lastOf(stream: EndedTokenStream): EndedTokens {
  let text = '';
  for (let chunk: unknown = stream.read(); chunk !== null; chunk = stream.read()) text += (chunk as Buffer).toString();
  return messageOf(text.trimEnd().split('\n\n').at(-1));
}

describe('A stream of ended tokens', () => {
  it('is silent for a while if there is nothing to tell, and then says so', () => {
    const stream = new EndedTokenStream();
    stream.read();
    stream.hear(nothing(1));
    expect(messageOf(stream.read())).toEqual(nothing(1));
    for (let look = 2; look < 9; look += 1) stream.hear(nothing(look));
    expect(stream.read()).toBeNull();
    stream.hear(nothing(9));
    expect(messageOf(stream.read())).toEqual(nothing(9));
  });

  it('keeps one message for a reader that is slow, with everything that happened and the last position', () => {
    const stream = fullStream();
    const { readableLength } = stream;
    stream.hear(news(100, ['a']));
    stream.hear(news(101, ['b']));
    stream.hear(nothing(102));
    expect(stream.readableLength).toBe(readableLength);
    expect(lastOf(stream)).toEqual(news(102, ['a', 'b']));
  });

  it('tells a slow reader to forget everything rather than keep much for it', () => {
    const stream = fullStream();
    for (let position = 100; position <= 200; position += 1) stream.hear(news(position, [`t${position}`]));
    expect(lastOf(stream)).toEqual({ position: 'p200', all: true, ended: [] });
  });

  it('gives up a reader that takes nothing for a minute', () => {
    const stream = fullStream();
    for (let look = 0; look < 240; look += 1) stream.hear(news(100 + look, ['a']));
    expect(stream.destroyed).toBe(false);
    stream.hear(nothing(1000));
    expect(stream.destroyed).toBe(true);
  });
});
