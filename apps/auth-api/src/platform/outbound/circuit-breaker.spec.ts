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

describe('A circuit for several callers', () => {
  beforeEach(() => {
    circuit = new CircuitBreaker(() => now, { callersToOpen: 2 });
  });

  const failFor = (...callers: string[]) => {
    for (const caller of callers) {
      expect(circuit.tryEnter()).toBe(true);
      circuit.failed(caller);
    }
  };

  it('stays closed however often one of them fails', () => {
    failFor(...Array.from({ length: 20 }, () => 'a'));
    expect(circuit.state).toBe('closed');
    failFor('b');
    expect(circuit.state).toBe('open');
  });

  it('opens with the fifth failure of several', () => {
    failFor('a', 'b', 'a', 'b');
    expect(circuit.state).toBe('closed');
    failFor('a');
    expect(circuit.state).toBe('open');
  });

  it('is not opened anew by one probe alone', () => {
    failFor('a', 'a', 'a', 'a', 'b');
    now += 30_000;
    failFor('a', 'a');
    expect(circuit.state).toBe('half_open');
    failFor('b');
    expect(circuit.state).toBe('open');
  });

  it('closes where the other side is there, whatever it says', () => {
    failFor('a', 'a', 'a', 'a', 'b');
    now += 30_000;
    expect(circuit.tryEnter()).toBe(true);
    circuit.answered();
    expect(circuit.state).toBe('closed');
  });
});

describe('A call that says nothing about the other side', () => {
  it('neither counts nor ends a row of failures', () => {
    fail(4);
    expect(circuit.tryEnter()).toBe(true);
    circuit.answered();
    circuit.tryEnter();
    circuit.left();
    fail(1);
    expect(circuit.state).toBe('open');
  });

  it('makes room for the next probe', () => {
    fail(5);
    now += 30_000;
    circuit.tryEnter();
    circuit.left();
    expect(circuit.tryEnter()).toBe(true);
  });
});
