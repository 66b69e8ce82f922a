import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { UserInfo } from '@passant/contracts';
import { renderUserInfo } from '@passant/protocol';
import { AccessTokens } from '../client-auth/access-tokens.js';
import { BearerOrFormToken, BearerToken } from '../client-auth/bearer-token.js';
import { TokenResponse } from '../platform/http/no-store.js';

/** The UserInfo endpoint (OpenID Connect Core §5.3), answered from what the token itself contains. */
@Controller('oauth/v1/userinfo')
export class UserInfoController {
  constructor(private readonly tokens: AccessTokens) {}

  @Get()
  @TokenResponse()
  async read(@BearerToken() token: string): Promise<UserInfo> {
    const { record, subject } = await this.tokens.open(token);
    return renderUserInfo(record, subject);
  }

  @Post()
  @HttpCode(200)
  @TokenResponse()
  readByPost(@BearerOrFormToken() token: string): Promise<UserInfo> {
    return this.read(token);
  }
}
