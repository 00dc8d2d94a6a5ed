import { z } from 'zod';

/** A name as it is, or with `*` for any run of characters. */
const name = z.string().min(1);

/** Which of the occasions that fit a rule it strikes. */
const which = {
  /** Stands somewhere in the event, the request or what the function was invoked with: a service's name, a deployment's id. */
  about: z.string().min(1).optional(),
  /** The first one that it strikes: 3 lets two go by. */
  from: z.int().min(1).default(1),
  /** How many it strikes, all when it is left out. */
  times: z.int().min(1).optional(),
  /** The share that it strikes, drawn from the seed. */
  chance: z.number().gt(0).max(1).default(1),
};

const range = z
  .tuple([z.number().min(0), z.number().min(0)])
  .refine(([least, most]) => least <= most, { error: 'the least comes first' });
/** Seconds of the local AWS's time by which a delivery is late, or the least and the most of them. */
const seconds = z.union([z.number().min(0), range]).default(60);

/** `reorder`: waits until the next one to the same target went ahead, but no longer than `seconds`. */
const delivery = {
  fault: z.enum(['lose', 'duplicate', 'delay', 'reorder']),
  seconds,
  /** ARN of the function or queue that it goes to. */
  target: name.optional(),
};

const ofEvent = z.strictObject({
  door: z.literal('event'),
  ...delivery,
  /** Name of the rule of EventBridge. */
  rule: name.optional(),
  detailType: name.optional(),
  ...which,
});

const ofSchedule = z.strictObject({
  door: z.literal('schedule'),
  ...delivery,
  /** ARN of the schedule. */
  schedule: name.optional(),
  ...which,
});

const ofBatch = z.strictObject({
  door: z.literal('batch'),
  fault: z.literal('duplicate'),
  /** ARN of the stream. */
  stream: name.optional(),
  ...which,
});

const callers = {
  /** As IAM names it: `ecs`, `dynamodb`, `states` … */
  service: name.optional(),
  operation: name.optional(),
  /** Name of the function that calls; who is no function has none. */
  function: name.optional(),
  /** Which call of its invocation it is, from 1; each try of the SDK is one. */
  call: z.int().min(1).optional(),
};

const ofCall = z.strictObject({
  door: z.literal('call'),
  /** `throttle`: refused before anything was done. `loseRequest`, `loseReply`: the connection ends before, or after, it was done. */
  fault: z.enum(['throttle', 'loseRequest', 'loseReply']),
  ...callers,
  ...which,
});

const ofFunction = z.strictObject({
  door: z.literal('function'),
  fault: z.literal('kill'),
  /** Whether the call that it dies at is done before. */
  when: z.enum(['before', 'after']).default('before'),
  ...callers,
  ...which,
});

const rule = z.discriminatedUnion('door', [ofEvent, ofSchedule, ofBatch, ofCall, ofFunction]);

/** What goes wrong, and when. The first rule that strikes an occasion is the one that does. */
export type FaultRule = z.infer<typeof rule>;

const faultRules = z.strictObject({
  /** Of every chance that is drawn. */
  seed: z.int().min(0).max(0xffffffff).default(1),
  rules: z.array(rule).min(1).max(100),
});

/** Faults as somebody asks for them, with the defaults filled in. */
export type FaultRules = z.infer<typeof faultRules>;
/** Faults as they are written, without what has a default. */
export type WrittenFaults = z.input<typeof faultRules>;

/** Reads what somebody asks for. What is wrong with it comes as one sentence that names each field. */
export function readFaultRules(value: unknown): FaultRules | { readonly wrong: string } {
  const read = faultRules.safeParse(value);
  if (read.success) return read.data;
  return {
    wrong: read.error.issues.map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`).join('; '),
  };
}
