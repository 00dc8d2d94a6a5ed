import { z } from 'zod';
import type { Provisioner } from '../template/provisioner.ts';
import type { Functions, Target } from './functions.ts';
import { parseProperties } from './parse-properties.ts';

/** What becomes of an asynchronous event that fails. */
export interface EventInvokeConfig {
  readonly retries: number;
  readonly longestAgeMs: number;
  /** ARN of a queue. */
  readonly onFailure: string | undefined;
}

const DEFAULTS: EventInvokeConfig = { retries: 2, longestAgeMs: 6 * 3_600_000, onFailure: undefined };

const schema = z.strictObject({
  FunctionName: z.string(),
  Qualifier: z.string(),
  MaximumRetryAttempts: z.coerce.number().int().min(0).max(2).default(DEFAULTS.retries),
  MaximumEventAgeInSeconds: z.coerce.number().int().min(60).max(21_600).default(21_600),
  DestinationConfig: z
    .strictObject({
      OnFailure: z.strictObject({ Destination: z.string().startsWith('arn:aws:sqs:') }).optional(),
    })
    .optional(),
});

/** The configurations, by function and qualifier. */
export class EventInvokeConfigs {
  readonly #configs = new Map<string, EventInvokeConfig>();

  of(target: Target): EventInvokeConfig {
    return this.#configs.get(keyOf(target)) ?? DEFAULTS;
  }

  provisioner(functions: Functions): Provisioner {
    return {
      provision: (properties, context) => {
        const parsed = parseProperties(schema, properties);
        const qualifier = parsed.Qualifier === '$LATEST' ? undefined : parsed.Qualifier;
        this.#configs.set(keyOf(functions.find(parsed.FunctionName, qualifier)), {
          retries: parsed.MaximumRetryAttempts,
          longestAgeMs: parsed.MaximumEventAgeInSeconds * 1000,
          onFailure: parsed.DestinationConfig?.OnFailure?.Destination,
        });
        return { ref: `${context.stack}-${context.logicalId}`, attributes: {} };
      },
    };
  }
}

function keyOf(target: Target): string {
  return `${target.settings.name}:${target.qualifier ?? '$LATEST'}`;
}
