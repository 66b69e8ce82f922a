import { Body, Controller, Get, HttpCode, Post, UseGuards } from '@nestjs/common';
import { RotateKeys, type SigningKeys as View } from '@passant/contracts';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { SigningKeys } from '../../platform/signing-keys.js';
import { AdminGuard } from '../admin.guard.js';

/** The keys the server signs with. */
@Controller('admin/api/v1/keys')
@UseGuards(AdminGuard)
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  list(): View {
    return {
      items: this.keys.all().map(({ kid, algorithm, state, createdAt, publishedUntil }) => ({
        kid,
        algorithm,
        state,
        created_at: createdAt,
        ...(publishedUntil === null ? {} : { published_until: publishedUntil }),
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
}
