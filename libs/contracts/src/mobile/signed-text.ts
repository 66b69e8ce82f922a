import type { PendingTransaction } from './mobile-authentication.dto.js';

/**
 * The text that a device signs (UTF-8): five lines, each terminated by a line feed, followed by the message and the
 * signing data, both unmodified. The byte length of the message marks where the signing data begins.
 *
 *     passant mobile authentication 1
 *     <transaction identifier>
 *     accepted | refused
 *     <timestamp of the transaction, epoch seconds>
 *     <bytes of the message>
 *     <message><signing data>
 */
export function signedText(transaction: Omit<PendingTransaction, 'expires_at'>, accepted: boolean): string {
  const { transaction_id: id, timestamp, message, signing_data: signingData = '' } = transaction;
  const bytes = new TextEncoder().encode(message).length;
  const decision = accepted ? 'accepted' : 'refused';
  return `passant mobile authentication 1\n${id}\n${decision}\n${timestamp}\n${bytes}\n${message}${signingData}`;
}
