import type { ScriptFixtureContent, ScriptRunOutcome, ScriptStep, ShadowDecision } from '@passant/contracts';
import type { ScriptFailure, ScriptFixture, ScriptStatistic, ShadowDecisionCount } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { IdentityProviderEntity } from './identity-provider.entity.js';

/** How often the candidate and the version in use made this pair of decisions. */
@Entity('script_shadow_decision')
@ForeignKey(() => IdentityProviderEntity, ['identityProvider'], ['identifier'], {
  name: 'script_shadow_decision_provider_fkey',
  onDelete: 'CASCADE',
})
export class ScriptShadowDecisionEntity implements ShadowDecisionCount {
  @PrimaryColumn('text', { name: 'identity_provider' }) identityProvider: string;
  @PrimaryColumn('bigint', { name: 'started_at' }) startedAt: number;
  @PrimaryColumn('text') step: ScriptStep;
  @PrimaryColumn('text') live: ShadowDecision;
  @PrimaryColumn('text') candidate: ShadowDecision;
  @Column('bigint') runs: number;
}

/** Inputs for test runs of a provider's scripts. */
@Entity('script_fixture')
@ForeignKey(() => IdentityProviderEntity, ['identityProvider'], ['identifier'], {
  name: 'script_fixture_provider_fkey',
  onDelete: 'CASCADE',
})
export class ScriptFixtureEntity implements ScriptFixture {
  @PrimaryColumn('text', { name: 'identity_provider' }) identityProvider: string;
  @PrimaryColumn('text') name: string;
  @Column('jsonb') content: ScriptFixtureContent;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}

/** How the script runs of one hour ended. */
@Entity('script_statistic')
@Index('script_statistic_expiry', ['expiresAt'])
@ForeignKey(() => IdentityProviderEntity, ['identityProvider'], ['identifier'], {
  name: 'script_statistic_provider_fkey',
  onDelete: 'CASCADE',
})
export class ScriptStatisticEntity implements ScriptStatistic {
  @PrimaryColumn('text', { name: 'identity_provider' }) identityProvider: string;
  @PrimaryColumn('bigint') hour: number;
  @PrimaryColumn('text') step: ScriptStep;
  @PrimaryColumn('text') outcome: ScriptRunOutcome;
  @Column('bigint') runs: number;
  @Column('bigint') killed: number;
  @Column('bigint', { name: 'total_ms' }) totalMs: number;
  @Column('integer', { name: 'longest_ms' }) longestMs: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}

/** A script run that produced no answer for the app. */
@Entity('script_failure')
@Index('script_failure_provider', ['identityProvider', 'id'])
@Index('script_failure_expiry', ['expiresAt'])
@ForeignKey(() => IdentityProviderEntity, ['identityProvider'], ['identifier'], {
  name: 'script_failure_provider_fkey',
  onDelete: 'CASCADE',
})
export class ScriptFailureEntity implements ScriptFailure {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: number;
  @Column('text', { name: 'identity_provider' }) identityProvider: string;
  @Column('bigint') occurred: number;
  @Column('text') step: ScriptStep;
  @Column('integer') version: number;
  @Column('text') outcome: ScriptRunOutcome;
  @Column('text', { nullable: true }) error: string | null;
  @Column('integer', { nullable: true }) line: number | null;
  @Column('integer') duration: number;
  @Column('text', { name: 'request_id', nullable: true }) requestId: string | null;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
