/** Places that are searched for traces. */
export const PLACES = {
  'database-files': 'every file of the database but its write-ahead log, read beneath the running server',
  dump: 'every row of every table, as a backup holds it',
  'write-ahead-log': 'the segments of the write-ahead log',
  queues: 'the tables in which something waits: transactions, script cache, web-hook deliveries, refusal traces',
  'request-shapes': 'the counts of requests by shape, against which a change is held before it is saved',
  'server-log': 'what the server printed at its most talkative level',
  'database-log': 'what PostgreSQL printed with every statement and every parameter logged',
  events: 'the events, as the console and the events API show them',
  refusals: 'the traces of refusals, as an administrator opens them',
  console: 'everything else that the API behind the console shows',
  'error-pages': 'head and body of every refusal that was answered',
  metrics: 'the metrics page',
  traces: 'what was sent to a collector of traces, metrics and logs',
  'temporary-files': 'what lies in the data directory and the temporary folder beside the database',
} as const;
export type Place = keyof typeof PLACES;

/** Something found in a place that must be scanned. */
export interface Piece {
  /** Name of a file, a table or a request. */
  label: string;
  bytes: Buffer;
}

/** What was collected, by place. A place that does not exist on this installation is absent. */
export class Evidence {
  private readonly pieces = new Map<Place, Piece[]>();

  add(place: Place, label: string, content: string | Buffer): void {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.pieces.set(place, [...(this.pieces.get(place) ?? []), { label, bytes }]);
  }

  of(place: Place): readonly Piece[] | undefined {
    return this.pieces.get(place);
  }

  /** Replaces what was collected from a place with its current contents. */
  replace(place: Place, pieces: Piece[]): void {
    this.pieces.set(place, pieces);
  }
}
