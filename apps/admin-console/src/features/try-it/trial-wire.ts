import { meaningOfStatus } from '@passant/contracts';
import { shownRequest, shownResponse, type Party, type Step } from './exchange.js';
import type { Assertion } from './device.js';

/** A response with its body read as JSON. */
export interface Reply {
  status: number;
  body: Record<string, unknown>;
  /** When the server sent it, by its own clock, in epoch seconds; `undefined` if it does not say. */
  sentAt: number | undefined;
}

interface Sent {
  from: Party;
  label: string;
  method: 'GET' | 'POST';
  path: string;
  headers?: Record<string, string>;
  body?: object;
  /** Shown beside the request. */
  assertion?: Assertion | undefined;
}

/** Writes down every step of a trial while it happens, and tells whoever shows them. */
export class TrialWire {
  private steps: Step[] = [];
  private last = 0;

  constructor(private readonly show: (steps: readonly Step[]) => void) {}

  /** Notes something that is no request to the server. */
  note(from: Party, to: Party, label: string, more: Pick<Step, 'answer' | 'took'> & { failed?: boolean } = {}): void {
    const { failed = false, ...told } = more;
    this.add({ from, to, label, ...told, state: failed ? 'refused' : 'passed' });
  }

  /** Does something that takes time, and notes how long. */
  async timed<Result>(from: Party, to: Party, label: string, work: () => Promise<Result>): Promise<Result> {
    const step = this.add({ from, to, label, state: 'under way' });
    const begun = performance.now();
    try {
      const result = await work();
      this.change(step, { state: 'passed', took: performance.now() - begun });
      return result;
    } catch (error) {
      this.change(step, { state: 'refused', answer: 'failed', took: performance.now() - begun });
      throw error;
    }
  }

  /**
   * Sends a request to the server as an app would: without the session of the console. Throws only if there is no
   * answer at all.
   */
  async send({ from, label, method, path, headers = {}, body, assertion }: Sent): Promise<Reply> {
    const sent = { accept: 'application/json', ...(body ? { 'content-type': 'application/json' } : {}), ...headers };
    const request = shownRequest({ method, path, headers: sent, body });
    const said = assertion ? { assertion: assertion.claims } : {};
    const step = this.add({
      from,
      to: 'server',
      label,
      state: 'under way',
      http: { request, response: 'Waiting for the answer.', ...said },
    });
    const begun = performance.now();
    const reply = await this.fetch(method, path, sent, body).catch((error: unknown) => {
      const took = performance.now() - begun;
      this.change(step, {
        state: 'refused',
        answer: 'no answer',
        took,
        http: { request, response: 'No answer.', ...said },
      });
      throw error;
    });
    const { status, headers: told, body: answer } = reply;
    this.change(step, {
      state: passed(status, answer) ? 'passed' : 'refused',
      answer: typeof answer['status'] === 'number' ? `${status}, status ${answer['status']}` : `${status}`,
      took: performance.now() - begun,
      http: { request, response: shownResponse(status, told, answer), ...said },
    });
    return { status, body: answer, sentAt: timeIn(told) };
  }

  private async fetch(method: string, path: string, headers: Record<string, string>, body: object | undefined) {
    const text = body && JSON.stringify(body);
    const response = await fetch(path, { method, headers, body: text, credentials: 'omit', cache: 'no-store' });
    const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body: answer };
  }

  /** Notes a request that the console sent in the name of somebody. */
  noteCall(from: Party, label: string, call: { path: string; body: object; answer: unknown; took: number }): void {
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const request = shownRequest({ method: 'POST', path: call.path, headers, body: call.body });
    const { answer, took } = call;
    const response = shownResponse(200, new Headers({ 'content-type': 'application/json' }), answer);
    this.add({ from, to: 'server', label, answer: '200', took, state: 'passed', http: { request, response } });
  }

  private add(step: Omit<Step, 'id'>): number {
    const id = (this.last += 1);
    this.steps = [...this.steps, { id, ...step }];
    this.show(this.steps);
    return id;
  }

  private change(id: number, changes: Partial<Step>): void {
    this.steps = this.steps.map((step) => (step.id === id ? { ...step, ...changes } : step));
    this.show(this.steps);
  }
}

/** The `Date` of an answer (RFC 9110 §6.6.1). */
function timeIn(headers: Headers): number | undefined {
  const told = Date.parse(headers.get('date') ?? '') / 1000;
  return Number.isNaN(told) ? undefined : told;
}

/** Whether the server, and the script if it was asked, said yes. */
function passed(status: number, body: Record<string, unknown>): boolean {
  if (status >= 400) return false;
  const said = body['status'];
  return typeof said !== 'number' || meaningOfStatus(said) === 'valid';
}
