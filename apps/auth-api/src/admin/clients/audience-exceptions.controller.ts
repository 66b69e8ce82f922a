import { Controller, Get, Query } from '@nestjs/common';
import {
  AudienceExceptionQuery,
  type AudienceException as ExceptionView,
  type ClientInNeed as InNeedView,
  NEED_COUNTS_FOR_DAYS,
} from '@passant/contracts';
import { type ExceptionPosition, Store } from '@passant/persistence';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import { decodeCursor, isText, limitOf, renderPage } from '../../admin-access/paging.js';
import { Clock } from '../../platform/clock.js';
import { renderException, renderInNeed } from './audience-exception.view.js';

interface InNeedPosition {
  exceptionNeeded: number;
  clientId: string;
}

function isInNeedPosition(value: unknown): value is InNeedPosition {
  const position = value as Partial<InNeedPosition> | null;
  return Number.isSafeInteger(position?.exceptionNeeded) && isText(position?.clientId);
}

function isExceptionPosition(value: unknown): value is ExceptionPosition {
  const position = value as Partial<ExceptionPosition> | null;
  return Number.isSafeInteger(position?.lenientUntil) && isText(position?.of) && isText(position?.identifier);
}

/**
 * Lists the clients that may use an audience other than the issuer, and those that still need to. Exceptions are
 * granted where the client itself is configured.
 */
@Controller('admin/api/v1/audience-exceptions')
@ForAdministrators()
export class AudienceExceptionsController {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  @Get()
  async list(
    @Query({ schema: AudienceExceptionQuery }) query: AudienceExceptionQuery,
  ): Promise<{ items: ExceptionView[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const after = decodeCursor(query.cursor, isExceptionPosition);
    const found = await this.store.audienceExceptions.list(this.since(), after, limit + 1);
    const position = ({ lenientUntil, of, identifier }: ExceptionPosition) => ({ lenientUntil, of, identifier });
    return renderPage(found, limit, position, renderException);
  }

  @Get('clients')
  async inNeed(
    @Query({ schema: AudienceExceptionQuery }) query: AudienceExceptionQuery,
  ): Promise<{ items: InNeedView[]; next_cursor?: string }> {
    const limit = limitOf(query);
    const after = decodeCursor(query.cursor, isInNeedPosition);
    const found = await this.store.audienceExceptions.inNeed(this.since(), after, limit + 1);
    const position = ({ exceptionNeeded, clientId }: InNeedPosition) => ({ exceptionNeeded, clientId });
    return renderPage(found, limit, position, renderInNeed);
  }

  private since(): number {
    return this.clock.now() - NEED_COUNTS_FOR_DAYS * 86_400;
  }
}
