import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { RotateKeys, type SigningKeys as View, WithdrawKeys } from '@passant/contracts';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { SigningKeys } from '../../credentials/signing-keys.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';

/** The server's signing keys. */
@Controller('admin/api/v1/keys')
@ForAdministrators()
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  list(): View {
    return {
      items: this.keys.all().map(({ kid, algorithm, state, createdAt, publishedUntil, withdrawnAt }) => ({
        kid,
        algorithm,
        state,
        created_at: createdAt,
        ...(publishedUntil === null ? {} : { published_until: publishedUntil }),
        ...(withdrawnAt === null ? {} : { withdrawn_at: withdrawnAt }),
      })),
    };
  }

  @Post('rotate')
  @HttpCode(200)
  @ConsumesJson()
  async rotate(@Body({ schema: RotateKeys }) request: RotateKeys): Promise<View> {
    await this.keys.rotate(request.algorithm);
    return this.list();
  }

  @Post('withdraw')
  @HttpCode(200)
  @ConsumesJson()
  async withdraw(@Body({ schema: WithdrawKeys }) { kids, reason }: WithdrawKeys): Promise<View> {
    await this.keys.withdraw(kids, reason);
    return this.list();
  }
}
