/** What is left of an hourly allowance at a point in time (`at`, in milliseconds). It refills continuously. */
export interface Bucket {
  left: number;
  at: number;
}

/**
 * Brings a bucket up to date.
 * @param size the allowance per hour, and the most that can be saved up
 * @param now in milliseconds
 */
export function fill(bucket: Bucket, size: number, now: number): void {
  bucket.left = Math.min(size, bucket.left + (Math.max(0, now - bucket.at) / 3_600_000) * size);
  bucket.at = now;
}

/** Whole seconds until there is one left in a bucket that is up to date; 0 if there is. @param size as for {@link fill} */
export function secondsUntil({ left }: Bucket, size: number): number {
  return Math.max(0, Math.ceil(((1 - left) / size) * 3600));
}
