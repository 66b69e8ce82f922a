import { MAX_SKEW, ServerClock } from './server-clock.js';

const NOW = 1_800_000_000;
/** The `Date` header of a server at that time. */
const dateAt = (seconds: number) => new Date(seconds * 1000).toUTCString();

let device = NOW;
const clock = () => {
  device = NOW;
  return new ServerClock(() => device);
};

describe('The server’s time', () => {
  it.each<[string, number, number]>([
    ['the same', 0, 0],
    ['ahead', 600, 600],
    ['behind', -600, -600],
    ['as far ahead as is believed', MAX_SKEW - 1, MAX_SKEW - 1],
    ['as far behind as is believed', 1 - MAX_SKEW, 1 - MAX_SKEW],
    ['too far ahead', MAX_SKEW + 1, 0],
    ['too far behind', -MAX_SKEW - 2, 0],
  ])('that is %s corrects the device as far as it is believed', (_, difference, corrected) => {
    const told = clock();
    told.learn(device, dateAt(NOW + difference));
    expect(Math.abs(told.now() - (NOW + corrected))).toBeLessThanOrEqual(1);
    expect(told.unbelievable === undefined).toBe(corrected === difference);
  });

  it('does not follow the time that a slow answer took', () => {
    const told = clock();
    const sent = device;
    device += 20;
    told.learn(sent, dateAt(NOW + 20));
    expect(told.skew).toBe(0);
  });

  it('is learned anew when the person sets the clock', () => {
    const told = clock();
    told.learn(device, dateAt(NOW + 3600));
    device += 3600;
    told.learn(device, dateAt(NOW + 3600));
    expect(Math.abs(told.now() - (NOW + 3600))).toBeLessThanOrEqual(1);
    expect(told.unbelievable).toBeUndefined();
  });

  it('that is unbelievable takes back what was believed before', () => {
    const told = clock();
    told.learn(device, dateAt(NOW + 3600));
    told.learn(device, dateAt(NOW + 10 * MAX_SKEW));
    expect(told.skew).toBe(0);
  });

  it.each([null, '', 'yesterday'])('is unknown from the header %j', (header) => {
    const told = clock();
    told.learn(device, header);
    expect(told.skew).toBe(0);
    expect(told.unbelievable).toBeUndefined();
  });
});
