import { parseDeploymentId, parseServiceKey } from '../../core/domain/names.ts';
import type { LogPlace } from '../../core/operations/read-logs.ts';
import type { Ports } from '../../core/ports.ts';
import { later } from '../later.ts';
import type { Api } from './api.ts';
import type * as operations from './operations/logs.ts';
import { parseValue } from './parse.ts';
import { LogCursor, LogLimit, Since, Switch } from './schemas.ts';

const { deploymentLog, readLogs } = later<typeof operations>(() => import('./operations/logs.ts'), {});

/** The routes that show what deployments and containers wrote. */
export function logRoutes(api: Api, ports: Ports): void {
  api.get('/deployments/:id/log', async (context) =>
    context.json(await deploymentLog(ports, parseDeploymentId(context.req.param('id')))),
  );
  api.get('/services/:environment/:name/logs', async (context) => {
    const key = parseServiceKey(`${context.req.param('environment')}/${context.req.param('name')}`);
    const { since, deployment, errors, limit, cursor } = context.req.query();
    const { items, place, more, notes } = await readLogs(ports, key, {
      since: startOf(
        (await parseValue('since', Since, since)) ?? (deployment === undefined ? RECENT : undefined),
        ports.clock.now(),
      ),
      deployment: deployment === undefined ? undefined : parseDeploymentId(deployment),
      onlyErrors: await parseValue('errors', Switch, errors),
      limit: await parseValue('limit', LogLimit, limit),
      after: await parseValue('cursor', LogCursor, cursor),
    });
    return context.json({ items, next: toCursor(place), more, notes });
  });
}

/** Of a service, where the caller names no time. Seconds. */
const RECENT = { ago: 900 };

function startOf(since: { at: number } | { ago: number } | undefined, now: number): number | undefined {
  if (since === undefined) return undefined;
  return 'at' in since ? since.at : now - since.ago * 1000;
}

function toCursor(place: LogPlace): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}
