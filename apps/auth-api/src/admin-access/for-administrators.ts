import { UseGuards, UseInterceptors, applyDecorators } from '@nestjs/common';
import { AdminGuard } from './admin.guard.js';
import { ApprovalInterceptor } from './approval.interceptor.js';

/**
 * For controllers of administration: who may call them, and what waits for somebody else. The interceptor does not stand
 * around every endpoint of the server, because the protocol's would pay for it with each request.
 */
export const ForAdministrators = () => applyDecorators(UseGuards(AdminGuard), UseInterceptors(ApprovalInterceptor));
