import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Refused } from '../../core/domain/refused.ts';
import type { Answers, Clock } from '../../core/ports.ts';
import { asStored } from './document-client.ts';
import type { Documents } from './documents.ts';

/** Seconds that an Idempotency-Key is remembered: a week, far beyond DynamoDB's own ten minutes. */
const KEPT = 7 * 24 * 60 * 60;

/** Answers to POSTs by Idempotency-Key, in the Fleet table; they expire by its TTL. */
export function dynamoAnswers(documents: Documents, table: string, clock: Clock): Answers {
  const keyOf = (key: string) => ({ pk: `answer#${key}`, sk: 'answer' });
  return {
    async claim(key, fingerprint) {
      const expiresAt = Math.floor(clock.now() / 1000) + KEPT;
      try {
        await documents.put({
          TableName: table,
          Item: { ...keyOf(key), fingerprint, expiresAt },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        });
        return {};
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
        const { answer, ...claimed } = asStored<{ fingerprint: string; answer?: string }>(unmarshall(error.Item));
        if (claimed.fingerprint !== fingerprint)
          throw new Refused(
            'IdempotencyKeyReused',
            'This Idempotency-Key was used for another request. Use a new key for a new request.',
          );
        return answer === undefined ? {} : { answered: answer };
      }
    },

    async keep(key, answer) {
      await documents.update({
        TableName: table,
        Key: keyOf(key),
        UpdateExpression: 'SET answer = :answer',
        ExpressionAttributeValues: { ':answer': answer },
      });
    },
  };
}
