import { OAuthError } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { readConfig } from '../platform/config.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { RegistrationThrottle } from './registration-throttle.js';

class StandingClock extends Clock {
  now_ = 1_800_000_000_000;
  override milliseconds(): number {
    return this.now_;
  }
}

function aThrottle(perHour: number) {
  const clock = new StandingClock();
  const { registration } = readConfig({ PASSANT_OPEN_REGISTRATIONS_PER_HOUR: String(perHour) });
  return { clock, throttle: new RegistrationThrottle(new RegistrationPolicy(registration), clock) };
}

/** Number of registrations that an address can make now: open ones, or with a statement of an application. */
function burst(throttle: RegistrationThrottle, address: string, application: string | null = null): number {
  for (let taken = 0; taken < 10_000; taken += 1) {
    try {
      throttle.take(address, application);
    } catch (error) {
      expect(error).toBeInstanceOf(OAuthError);
      return taken;
    }
  }
  throw new Error('There is no limit.');
}

describe('The limit of registrations without a token', () => {
  it('leaves to others what one address may not have', () => {
    const { throttle } = aThrottle(100);
    expect(burst(throttle, '192.0.2.1')).toBe(25);
    expect(burst(throttle, '192.0.2.2')).toBe(25);
  });

  it('is one for all of them together, too', () => {
    const { throttle } = aThrottle(100);
    const taken = ['1', '2', '3', '4', '5', '6'].map((last) => burst(throttle, `192.0.2.${last}`));
    expect(taken).toEqual([25, 25, 25, 25, 0, 0]);
  });

  it('is one for each application, so that nobody uses up what is another’s', () => {
    const { throttle } = aThrottle(100);
    for (const last of ['1', '2', '3', '4']) burst(throttle, `192.0.2.${last}`, 'leaky-app');
    expect(burst(throttle, '192.0.2.5', 'leaky-app')).toBe(0);
    expect(burst(throttle, '192.0.2.1', 'other-app')).toBe(25);
    expect(burst(throttle, '192.0.2.1')).toBe(25);
  });

  it('is lifted evenly: after a tenth of an hour a tenth of the share is there', () => {
    const { clock, throttle } = aThrottle(400);
    expect(burst(throttle, '192.0.2.1')).toBe(100);
    clock.now_ += 360_000;
    expect(burst(throttle, '192.0.2.1')).toBe(10);
    clock.now_ += 24 * 3_600_000;
    expect(burst(throttle, '192.0.2.1')).toBe(100);
  });

  it('says after how many seconds there is room, and then there is', () => {
    const { clock, throttle } = aThrottle(40);
    burst(throttle, '192.0.2.1');
    let wait = 0;
    try {
      throttle.take('192.0.2.1', null);
    } catch (error) {
      const { options } = error as OAuthError;
      expect(options.status).toBe(429);
      wait = options.retryAfter!;
    }
    expect(wait).toBe(360);
    clock.now_ += wait * 1000;
    expect(burst(throttle, '192.0.2.1')).toBe(1);
  });

  it.each([
    ['one subscriber’s addresses', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', 0],
    ['the neighbour’s', '2001:db8:1:2::1', '2001:db8:1:3::1', 25],
    ['a short form of the same network', '2001:db8::1', '2001:db8:0:0:7::', 0],
    ['an IPv4 address in IPv6 form', '::ffff:192.0.2.1', '::ffff:192.0.2.2', 25],
  ])('takes %s for what they are', (_, first, second, left) => {
    const { throttle } = aThrottle(100);
    burst(throttle, first);
    expect(burst(throttle, second)).toBe(left);
  });

  it('does not go back with the clock', () => {
    const { clock, throttle } = aThrottle(100);
    burst(throttle, '192.0.2.1');
    clock.now_ -= 3_600_000;
    expect(burst(throttle, '192.0.2.1')).toBe(0);
  });

  it('lets at least one through, however low it is', () => {
    const { throttle } = aThrottle(1);
    expect(burst(throttle, '192.0.2.1')).toBe(1);
  });
});
