import { expect as base } from '@playwright/test';
import { toHaveEvent } from './events.js';
import { toBeRefused } from './refusals.js';
import { toBeActiveToken, toBeStateless } from './tokens.js';
import { toHaveLeftNoTrace } from './traces.js';

/** Playwright's `expect`, extended with matchers for an identity server. */
export const expect = base.extend({ toBeActiveToken, toBeStateless, toBeRefused, toHaveEvent, toHaveLeftNoTrace });
