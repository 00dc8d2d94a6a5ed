import { type DeploymentId, parseDeploymentId } from './names.ts';

/** What stands in `startedBy` of each task that checks a deployment; the event of its end brings it back to us. */
const MARK = /^belay-check\/([a-zA-Z0-9][a-zA-Z0-9/_-]{0,74})\/([a-z0-9-]+)$/;

/**
 * `belay-check/<deployment>/<round>`. ECS takes letters, digits, `-`, `_` and `/` there, at most 128, and ids of deployments have dots: a
 * slash stands for them, which no id has.
 */
export function checkMark(deployment: DeploymentId, round: string): string {
  return `belay-check/${deployment.replaceAll('.', '/')}/${round}`;
}

/** The deployment and the round of a mark. `undefined`: it is none of ours. */
export function readCheckMark(mark: string): { readonly deployment: DeploymentId; readonly round: string } | undefined {
  const [, deployment, round] = MARK.exec(mark) ?? [];
  if (deployment === undefined || round === undefined) return undefined;
  return { deployment: parseDeploymentId(deployment.replaceAll('/', '.')), round };
}
