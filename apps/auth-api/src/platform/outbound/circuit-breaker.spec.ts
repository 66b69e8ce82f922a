import { CircuitBreaker } from './circuit-breaker.js';

let now: number;
let circuit: CircuitBreaker;
beforeEach(() => {
  now = 1_000;
  circuit = new CircuitBreaker(() => now);
});

function fail(times: number): void {
  for (let i = 0; i < times; i += 1) {
    expect(circuit.tryEnter()).toBe(true);
    circuit.failed();
  }
}

describe('A circuit', () => {
  it('stays closed while failures do not follow each other', () => {
    fail(4);
    circuit.succeeded();
    fail(4);
    expect(circuit.state).toBe('closed');
  });

  it('opens with the fifth failure in a row, for half a minute', () => {
    fail(5);
    expect(circuit.state).toBe('open');
    expect(circuit.tryEnter()).toBe(false);
    expect(circuit.retryAfter).toBe(30_000);
    now += 29_999;
    expect(circuit.tryEnter()).toBe(false);
  });

  it('then lets one probe in, and nobody beside it', () => {
    fail(5);
    now += 30_000;
    expect(circuit.state).toBe('half_open');
    expect(circuit.tryEnter()).toBe(true);
    expect(circuit.tryEnter()).toBe(false);
  });

  it('closes with a probe that succeeds', () => {
    fail(5);
    now += 30_000;
    circuit.tryEnter();
    circuit.succeeded();
    expect(circuit.state).toBe('closed');
    fail(4);
    expect(circuit.state).toBe('closed');
  });

  it('opens anew with a probe that fails', () => {
    fail(5);
    now += 30_000;
    circuit.tryEnter();
    circuit.failed();
    expect(circuit.state).toBe('open');
    expect(circuit.retryAfter).toBe(30_000);
    now += 30_000;
    expect(circuit.tryEnter()).toBe(true);
  });
});
