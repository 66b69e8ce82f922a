import { pino } from 'pino';
import { recordOf, watchLog } from './log-lines.js';

const line = (members: Record<string, unknown>) => ({ level: 30, time: 1_790_000_000_000, ...members });

describe('The log that is watched', () => {
  it('is written as before, and heard, also of loggers that were made of it before', () => {
    const written: string[] = [];
    const heard: unknown[] = [];
    const logger = pino({ level: 'info' }, { write: (text: string) => void written.push(text) });
    const child = logger.child({ context: 'Access' });
    const end = watchLog(logger, ({ context, msg }) => heard.push([context, msg]));
    logger.info('first');
    child.warn('second');
    logger.child({ context: 'Later' }).error('third');
    logger.debug('below the level');
    end();
    logger.info('fourth');
    child.info('fifth');
    expect(heard).toEqual([
      [undefined, 'first'],
      ['Access', 'second'],
      ['Later', 'third'],
    ]);
    expect(written.map((text) => (JSON.parse(text) as { msg: string }).msg)).toEqual([
      ...['first', 'second', 'third', 'fourth', 'fifth'],
    ]);
  });
});

describe('A line becomes a record', () => {
  it.each([
    [10, 'TRACE', 1],
    [20, 'DEBUG', 5],
    [30, 'INFO', 9],
    [40, 'WARN', 13],
    [50, 'ERROR', 17],
    [60, 'FATAL', 21],
  ])('of level %i with the severity %s', (level, severityText, severityNumber) => {
    expect(recordOf(line({ level, msg: 'said' }))).toMatchObject({ severityText, severityNumber, body: 'said' });
  });

  it('with the names of OpenTelemetry, and without the machine', () => {
    const members = { method: 'GET', route: '/a/:b', status: 404, stack: 'at', error_id: 'x', pid: 1, hostname: 'h' };
    expect(recordOf(line({ ...members, reason: 'Nothing is there.', cause: undefined, list: [1] }))).toEqual({
      timestamp: 1_790_000_000_000,
      severityNumber: 9,
      severityText: 'INFO',
      body: 'Nothing is there.',
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/a/:b',
        'http.response.status_code': 404,
        'exception.stacktrace': 'at',
        'passant.error_id': 'x',
        'passant.list': '[1]',
      },
    });
  });
});
