import { Injectable } from '@nestjs/common';

/** What the rooms above know that keeps this process from serving, and that the health check cannot ask for. */
@Injectable()
export class Readiness {
  /** Absent while nothing does. */
  problem: Error | undefined;
}
