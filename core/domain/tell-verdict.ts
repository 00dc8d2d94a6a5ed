import type { Deployment } from './deployment.ts';

/** How a deployment ended, in a sentence for people. Where one is called, it says what to do first. */
export function tellVerdict(deployment: Deployment): string {
  const { verdict, to, from, because } = deployment;
  if (verdict === 'SUCCEEDED') return `${to.version} serves: ${because}`;
  if (verdict === 'ROLLED_BACK') return `${to.version} was taken back, ${from?.version} serves: ${because}`;
  if (verdict === 'CANCELLED') return `${to.version} was cancelled before it had traffic: ${because}`;
  if (verdict === 'SUPERSEDED') return `${to.version} was left where it was: ${because}`;
  if (verdict === 'REFUSED') return `${to.version} was refused, nothing was touched: ${because}`;
  const reason = (because ?? '').replace(/\.$/, '');
  return `${to.version} is stuck and needs a person: ${reason}. Next: ${nextMove(deployment)} (docs/troubleshooting.md#stuck)`;
}

/** Of a rollback, what it was to bring; of a deployment, what ran before. */
function nextMove({ service, kind, to, from, wayBack }: Deployment): string {
  if (wayBack !== undefined) return `\`belay watch ${wayBack}\` follows the way back`;
  const works = kind === 'rollback' ? to : from;
  if (works === undefined) return `\`belay deploy ${service} <version> --first\` with a version that works`;
  return `mend what this names, then \`belay deploy ${service} ${works.version} --reason …\``;
}
