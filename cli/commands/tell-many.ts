import type { RolledBackMany } from '../../core/operations/roll-back-many.ts';
import type { Answer } from '../command.ts';
import { EXIT } from '../exit-code.ts';

/** Tells which services go back and which were left alone. Where none goes back, that is a refusal. */
export function tellMany(answer: RolledBackMany, dryRun: boolean): Answer {
  const { deployments, left } = answer;
  const going = deployments.map(({ service, to, id }) =>
    dryRun ? `${service} would go back to ${to}` : `${service} goes back to ${to}; \`belay watch ${id}\` follows it`,
  );
  const alone = left.map(({ service, because }) => `${service} is left alone: ${because}`);
  const text = [...going, ...alone].join('\n');
  return deployments.length > 0 ? { text, data: answer } : { text, data: answer, exitCode: EXIT.refused };
}
