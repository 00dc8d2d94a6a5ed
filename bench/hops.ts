/** Latencies of single hops on AWS, as others measured and published them: this machine cannot measure them. Milliseconds. */
export const HOPS = {
  /** EventBridge to Lambda: p50, p99 (bitesizedserverless.com, 2023). */
  event: { p50: 148, p99: 387 },
  /** A single call from Lambda to DynamoDB, warm. Assumed. */
  table: { p50: 6, p99: 25 },
  /** A single call from Lambda to a control plane such as that of ECS. Assumed. */
  control: { p50: 90, p99: 350 },
} as const;

type Hop = (typeof HOPS)[keyof typeof HOPS];

/** A seeded source of numbers from 0 to 1 (mulberry32): the same figures each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws a latency from a log-normal distribution with this median and this 99th percentile. */
export function drawLatency({ p50, p99 }: Hop, random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const sigma = Math.log(p99 / p50) / 2.326;
  return p50 * Math.exp(sigma * normal);
}

/** Draws how long some calls in a row take, named as `dynamodb Query`. */
export function drawCalls(calls: readonly string[], random: () => number): number {
  return calls.reduce(
    (sum, call) => sum + drawLatency(call.startsWith('dynamodb ') ? HOPS.table : HOPS.control, random),
    0,
  );
}
