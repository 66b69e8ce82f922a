import type { HourlyCount, HourlySubject } from '@passant/protocol';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('hourly_count')
@Index('hourly_count_expiry', ['expiresAt'])
export class HourlyCountEntity implements HourlyCount {
  @PrimaryColumn('bigint') hour: number;
  @PrimaryColumn('text') subject: HourlySubject;
  @PrimaryColumn('text') value: string;
  @Column('bigint') times: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
