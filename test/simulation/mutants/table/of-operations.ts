import type { Mutant } from '../mutant.ts';

const CLOSE = 'core/operations/close-deployment.ts';

/** How deployments begin and are found again, with a look or a part left out. */
export const OPERATION_MUTANTS: readonly Mutant[] = [
  {
    id: 'newest-taken-for-ours',
    file: 'core/operations/find-service-deployment.ts',
    from: 'revisions.some(({ arn, taskDefinition }) => arn === target && taskDefinition === live.taskDefinition),',
    to: 'revisions.some(({ arn }) => arn === target),',
    breaks: 'A deployment that somebody else made is taken for ours, and continued or stopped.',
  },
  {
    id: 'every-stop-is-safe',
    file: 'core/operations/find-service-deployment.ts',
    from: 'live.newerThan === undefined && captured !== undefined && goesBackTo?.arn === captured,',
    to: 'goesBackTo !== undefined,',
    breaks: 'ECS is told to go back to a version that nobody captured.',
    peer: 'flagger #1931',
  },
  {
    id: 'machine-started-without-the-lock',
    file: 'core/operations/begin.ts',
    from: 'if (holder?.id !== id) return (await ports.deployments.get(id)) !== undefined;',
    to: 'if (holder === undefined) return false;',
    breaks: 'A machine starts for a deployment that never had the lock.',
  },
  {
    id: 'machine-never-started',
    file: 'core/operations/resume-lost.ts',
    from: 'if (record !== undefined) await begin(ports, record);\n    return',
    to: 'return',
    breaks: 'A crash between the lock and the machine blocks the service for ever.',
    peer: 'spinnaker #6443',
  },
  {
    id: 'abandoned-never-closed',
    file: 'core/operations/resume-lost.ts',
    from: "await closeAbandoned(ports, deployment, 'found by the reconciler');\n    return",
    to: 'return',
    breaks: 'A deployment whose machine died, and whose event was lost, holds its lock for ever.',
    peer: 'spinnaker #5952',
  },
  {
    id: 'reconciler-asleep',
    file: 'core/operations/reconcile.ts',
    from: 'await eachAlone(await ports.deployments.overdue(now, AT_ONCE), faults, (one) =>\n    resumeLost(ports, one),\n  );',
    to: "['nothing'];",
    breaks: 'What an event did not tell is never found.',
    peer: 'argo-rollouts #4140',
  },
  {
    id: 'reconciler-too-early',
    file: 'core/operations/reconcile.ts',
    from: 'await ports.deployments.overdue(now, AT_ONCE)',
    to: "await ports.deployments.overdue('9999', AT_ONCE)",
    breaks: 'The reconciler meddles with deployments that are alive and on time.',
    peer: 'argo-rollouts #2982',
  },
  {
    id: 'missed-push-not-found',
    file: 'core/operations/reconcile.ts',
    from: 'if (!known?.tags.includes(tag)) return true;',
    to: 'if (!known?.tags.includes(tag)) return false;',
    breaks: 'A push whose event was lost is no version.',
  },
  {
    id: 'promise-forgotten',
    file: 'core/operations/reconcile.ts',
    from: "decision.tag === tag && decision.outcome === 'deploying'",
    to: "decision.tag === tag && decision.outcome === 'waiting'",
    breaks: 'A crash after the decision, and the version that was promised never ships.',
  },
  {
    id: 'promise-without-an-id',
    file: 'core/operations/register-version.ts',
    from: '...(decision.deployment && { id: decision.deployment }),',
    to: '',
    also: [
      {
        file: 'core/operations/deploy.ts',
        from: "if (request.whenBusy === 'queue' && ahead?.to.digest === queued.digest) return { kind: 'started', id: ahead.id };",
        to: '',
      },
    ],
    breaks: 'A push that is seen twice starts two deployments.',
  },
  {
    id: 'what-is-under-way-not-seen',
    file: 'core/operations/register-version.ts',
    from: 'if (queued !== undefined) return queued;',
    to: '',
    also: [
      {
        file: 'core/operations/deploy.ts',
        from: '(waiting ?? ahead?.to)?.version',
        to: 'ahead?.to.version',
      },
    ],
    breaks: 'A newer version that waits loses its turn to an older one.',
  },
  {
    id: 'denied-deployed',
    file: 'core/operations/deploy.ts',
    from: 'const denied = deniedRefusal(service, request.to);\n  if (denied !== undefined) throw denied;',
    to: '',
    breaks: 'A version that was rolled back goes out again without a word.',
  },
  {
    id: 'blocks-passed',
    file: 'core/operations/deploy.ts',
    from: 'if (blocks.length > 0 && (await findBegun(ports, key, request.id)) !== undefined) return undefined;',
    to: 'if (blocks.length > 0) return undefined;',
    breaks: 'A locked or held service is deployed to.',
  },
  {
    id: 'queue-loses-the-newest',
    file: 'core/operations/deploy.ts',
    from: 'if (await ports.deployments.queue(request.service, queued)) {',
    to: 'if (queued.at !== undefined) {',
    breaks: 'A version that was told to wait for its turn never gets one.',
  },
  {
    id: 'queue-never-looked-at',
    file: CLOSE,
    from: 'await next();\n  return',
    to: 'return',
    breaks: 'A version that waits for its turn never gets one.',
  },
  {
    id: 'queued-starts-under-any-id',
    file: 'core/operations/start-queued.ts',
    from: "deploy(ports, { ...asked, strategy: 'auto',",
    to: "deploy(ports, { ...asked, id: undefined, strategy: 'auto',",
    breaks: 'Two hear that the lock is free, and one push is deployed twice.',
  },
];
