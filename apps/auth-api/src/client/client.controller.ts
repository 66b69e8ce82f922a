import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { ClientInformation } from '@passant/contracts';
import { BearerToken } from '../client-auth/bearer-token.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { ClientRegistrationService } from './client-registration.service.js';

/** Client registration (RFC 7591). */
@Controller('oauth/clients')
@ConsumesJson()
export class ClientController {
  constructor(private readonly registration: ClientRegistrationService) {}

  // The body is judged by the service: a member at fault spends the token all the same.
  @Post()
  @HttpCode(201)
  @TokenResponse()
  register(@BearerToken() token: string, @Body() metadata: unknown): Promise<ClientInformation> {
    return this.registration.register(token, metadata);
  }
}
