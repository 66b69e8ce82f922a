import { Body, Controller, Get, HttpCode, Param, Post, Put, UseFilters, UseGuards } from '@nestjs/common';
import {
  AnswerTransactionRequest,
  type AnsweredTransaction,
  EnrollDeviceRequest,
  EnrollPushRequest,
  type EnrolledDevice,
  type PendingTransactions,
} from '@passant/contracts';
import { type ProfileToken, noSuchTransaction } from '@passant/protocol';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { AnswerService } from './answer.service.js';
import { KeyEnrollmentFailures, PushEnrollmentFailures } from './enrollment-failures.js';
import { EnrollmentService } from './enrollment.service.js';
import { PersonToken, RegisteredPersonGuard } from './registered-person.guard.js';
import { isUuid } from './uuid.js';

/** Mobile authentication for devices: enrolment, and answering what the person is asked. */
@Controller('oauth/v1/mobile-authentication')
@UseGuards(RegisteredPersonGuard)
export class DeviceController {
  constructor(
    private readonly enrollment: EnrollmentService,
    private readonly answers: AnswerService,
  ) {}

  @Post('enrollment')
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  @UseFilters(KeyEnrollmentFailures)
  enrol(
    @PersonToken() token: ProfileToken,
    @Body({ schema: EnrollDeviceRequest }) request: EnrollDeviceRequest,
  ): Promise<EnrolledDevice> {
    return this.enrollment.enrol(token, request);
  }

  @Put('push')
  @ConsumesJson()
  @TokenResponse()
  @UseFilters(PushEnrollmentFailures)
  enrolPush(
    @PersonToken() token: ProfileToken,
    @Body({ schema: EnrollPushRequest }) request: EnrollPushRequest,
  ): Promise<EnrolledDevice> {
    return this.enrollment.enrolPush(token, request);
  }

  @Get('transactions')
  @TokenResponse()
  pending(@PersonToken() token: ProfileToken): Promise<PendingTransactions> {
    return this.answers.pending(token);
  }

  @Post('transactions/:id')
  @HttpCode(200)
  @ConsumesJson()
  @TokenResponse()
  async answer(
    @PersonToken() token: ProfileToken,
    @Param('id') id: string,
    @Body({ schema: AnswerTransactionRequest }) request: AnswerTransactionRequest,
  ): Promise<AnsweredTransaction> {
    if (!isUuid(id)) throw noSuchTransaction('not an identifier');
    return this.answers.answer(token, id, request);
  }
}
