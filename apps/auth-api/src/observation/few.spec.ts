import { Clock } from '../platform/clock.js';
import { Few, type Source } from './few.js';

/** A clock that stands still until it is advanced. */
class Standing extends Clock {
  moment = 1_800_000_000_000;
  override milliseconds(): number {
    return this.moment;
  }
}

function few() {
  const clock = new Standing();
  const decision = new Few(clock);
  /** How many of the given number are admitted. */
  const admitted = (count: number, source: (index: number) => Source, thing: (index: number) => string = () => 'x') =>
    Array.from({ length: count }, (_, index) => decision.admits(source(index), thing(index))).filter(Boolean).length;
  return { clock, admitted };
}

const at = (clientIp: string): Source => ({ clientIp });

describe('Of what is caused without end there are noted', () => {
  it('five of a thing and a source within a minute, and five in the next', () => {
    const { clock, admitted } = few();
    expect(admitted(100, () => at('192.0.2.1'))).toBe(5);
    clock.moment += 59_999;
    expect(admitted(100, () => at('192.0.2.1'))).toBe(0);
    clock.moment += 1;
    expect(admitted(100, () => at('192.0.2.1'))).toBe(5);
  });

  it.each<[string, Source, Source, number]>([
    ['another address', at('192.0.2.1'), at('192.0.2.2'), 10],
    ['another client', { clientId: 'a' }, { clientId: 'b' }, 10],
    ['a client at the address of a stranger', at('192.0.2.1'), { clientId: 'a', clientIp: '192.0.2.1' }, 10],
    ['another address of the same network', at('2001:db8::1'), at('2001:db8::ffff:1'), 5],
    ['another network', at('2001:db8:0:1::1'), at('2001:db8:0:2::1'), 10],
    ['nobody known, and nobody known', {}, { clientId: null, clientIp: null }, 5],
  ])('as many of %s as it says', (_, first, second, expected) => {
    expect(few().admitted(100, (index) => (index % 2 === 0 ? first : second))).toBe(expected);
  });

  it('sixty of one source, whatever it does', () => {
    const { admitted } = few();
    expect(admitted(1_000, () => at('192.0.2.1'), String)).toBe(60);
    expect(admitted(5, () => at('192.0.2.2'), String)).toBe(5);
  });

  it('three hundred of whoever names a client, who take no room from the clients themselves', () => {
    const { admitted } = few();
    expect(
      admitted(50_000, (index) => ({ clientId: 'a', clientIp: `10.0.${(index >> 8) & 255}.${index & 255}` })),
    ).toBe(300);
    for (const clientId of ['a', 'b']) {
      expect(admitted(6, () => ({ clientId, isProven: true, clientIp: '10.0.0.1' }))).toBe(5);
    }
  });

  it('no more than 120 of one client, wherever it is, so that there is room for the others', () => {
    const { admitted } = few();
    const anywhere = (index: number) => ({ clientId: 'a', isProven: true, clientIp: `10.0.0.${index & 255}` });
    expect(admitted(50_000, anywhere)).toBe(120);
    expect(admitted(6, () => ({ clientId: 'b', isProven: true }))).toBe(5);
  });

  it('three hundred of all strangers, who take no room from clients', () => {
    const { admitted } = few();
    expect(admitted(50_000, (index) => at(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`))).toBe(300);
    expect(admitted(5, () => ({ clientId: 'a' }))).toBe(5);
  });
});
