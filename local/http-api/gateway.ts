import { randomUUID } from 'node:crypto';
import { arn } from '../kernel/account.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Invocation, Lambdas } from '../lambda/ports.ts';
import { accessLine } from './access-log.ts';
import type { Api, Integration, Route, Stage } from './api-model.ts';
import { checkIam, type IamWorld } from './check-iam.ts';
import { checkJwt } from './check-jwt.ts';
import { commonLogTime } from './common-log-time.ts';
import type { HttpRequest } from './http-request.ts';
import type { Checked, Identity } from './identity.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { gatewayAnswer, type HttpAnswer, lambdaAnswer } from './lambda-answer.ts';
import { lambdaEvent } from './lambda-event.ts';
import { matchRoute, type RouteMatch } from './match-route.ts';
import { TokenBucket } from './token-bucket.ts';

/** What the gateway needs from the other parts. */
export interface GatewayWorld extends IamWorld {
  readonly clock: Clock;
  readonly lambdas: Lambdas;
  readonly keys: IssuerKeys;
  mayInvoke(functionArn: string, principal: string, sourceArn: string): boolean;
  /** One line of a stage's access log. */
  onAccess(destinationArn: string, line: string): void;
  /** Why a request was refused or failed: callers only see what API Gateway would tell them. */
  onProblem(message: string): void;
}

/** Where a request leads. */
interface Found {
  readonly api: Api;
  readonly stage: Stage;
  readonly match: RouteMatch;
  /** Without the name of the stage. */
  readonly path: string;
}

/** Answers requests as API Gateway does for an HTTP API. */
export class Gateway {
  readonly #world: GatewayWorld;
  readonly #apis: ReadonlyMap<string, Api>;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(world: GatewayWorld, apis: ReadonlyMap<string, Api>) {
    this.#world = world;
    this.#apis = apis;
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const requestId = randomUUID();
    const found = this.#find(request);
    if (found === undefined) return gatewayAnswer(404, 'Not Found');
    const answer = await this.#answerRoute(request, requestId, found);
    this.#log(request, requestId, found, answer);
    return { ...answer, headers: [...answer.headers, ['apigw-requestid', requestId]] };
  }

  #find({ path, method }: HttpRequest): Found | undefined {
    for (const api of this.#apis.values()) {
      const named = api.stages.get(path.split('/')[1] ?? '');
      const stage = named ?? api.stages.get('$default');
      if (stage === undefined) continue;
      const inStage = named === undefined ? path : path.slice(named.name.length + 1) || '/';
      const match = matchRoute(api.routes.values(), method, inStage);
      if (match !== undefined) return { api, stage, match, path: inStage };
    }
    return undefined;
  }

  async #answerRoute(request: HttpRequest, requestId: string, found: Found): Promise<HttpAnswer> {
    const { api, stage, match } = found;
    const { route } = match;
    if (!this.#mayPass(api, stage, route)) return gatewayAnswer(429, 'Too Many Requests');
    const checked = await this.#check(found, request);
    if (!checked.ok) {
      this.#world.onProblem(`${request.method} ${request.path} is refused (${checked.status}): ${checked.why}`);
      return gatewayAnswer(checked.status, checked.status === 401 ? 'Unauthorized' : 'Forbidden');
    }
    const integration = api.integrations.get(route.integrationId);
    if (integration === undefined) return gatewayAnswer(500, 'Internal Server Error');
    const source = arn('execute-api', `${api.id}/${stage.name}/${sourcePath(route, request.method)}`);
    if (!this.#world.mayInvoke(integration.functionArn, 'apigateway.amazonaws.com', source)) {
      this.#world.onProblem(`${integration.functionArn} has no permission (AWS::Lambda::Permission) for ${source}`);
      return gatewayAnswer(500, 'Internal Server Error');
    }
    return await this.#run(integration, this.#event(request, requestId, found, checked.identity));
  }

  async #check({ api, stage, match, path }: Found, request: HttpRequest): Promise<Checked> {
    const { authorization } = match.route;
    switch (authorization.kind) {
      case 'none':
        return { ok: true, identity: { kind: 'nobody' } };
      case 'iam':
        return checkIam(this.#world, request, `${api.id}/${stage.name}/${request.method}${path}`);
      case 'jwt': {
        const authorizer = api.authorizers.get(authorization.authorizerId);
        if (authorizer === undefined) return { ok: false, status: 401, why: 'its route has no authorizer' };
        return await checkJwt(this.#world, request, authorizer, authorization.scopes);
      }
    }
  }

  #event(request: HttpRequest, requestId: string, found: Found, identity: Identity): object {
    return lambdaEvent({ request, requestId, ...found, identity, now: this.#world.clock.now() });
  }

  async #run(integration: Integration, event: object): Promise<HttpAnswer> {
    const { functionArn, timeoutMs } = integration;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), timeoutMs);
    });
    let invocation: Invocation | 'late';
    try {
      invocation = await Promise.race([this.#world.lambdas.invoke(functionArn, event), late]);
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      this.#world.onProblem(`${functionArn}: ${error instanceof Error ? error.message : String(error)}`);
      if (name === 'RequestTooLargeException') return gatewayAnswer(413, 'Request Entity Too Large');
      if (name === 'TooManyRequestsException') return gatewayAnswer(503, 'Service Unavailable');
      return gatewayAnswer(500, 'Internal Server Error');
    } finally {
      clearTimeout(timer);
    }
    if (invocation === 'late') {
      this.#world.onProblem(
        `${functionArn} did not answer within ${timeoutMs} ms, which is as long as API Gateway waits`,
      );
      return gatewayAnswer(503, 'Service Unavailable');
    }
    const answer = invocation.ok ? lambdaAnswer(invocation.payload) : undefined;
    if (answer !== undefined) return answer;
    const why = invocation.ok
      ? 'its answer is malformed'
      : `${invocation.error.errorType}: ${invocation.error.errorMessage}`;
    this.#world.onProblem(`${functionArn} failed: ${why}`);
    return gatewayAnswer(500, 'Internal Server Error');
  }

  #mayPass(api: Api, stage: Stage, route: Route): boolean {
    const own = stage.throttling.get(route.key);
    const throttling = own ?? stage.throttling.get('');
    if (throttling === undefined) return true;
    const name = `${api.id}/${stage.name}/${own === undefined ? '' : route.key}`;
    const bucket = this.#buckets.get(name) ?? new TokenBucket(this.#world.clock, throttling);
    this.#buckets.set(name, bucket);
    return bucket.take();
  }

  #log(request: HttpRequest, requestId: string, { api, stage, match }: Found, answer: HttpAnswer): void {
    if (stage.accessLog === undefined) return;
    const line = accessLine(stage.accessLog.format, {
      requestId,
      apiId: api.id,
      stage: stage.name,
      routeKey: match.route.key,
      httpMethod: request.method,
      path: request.path,
      protocol: request.protocol,
      status: String(answer.status),
      responseLength: String(answer.body.length),
      requestTime: commonLogTime(this.#world.clock.now()),
      requestTimeEpoch: String(this.#world.clock.now()),
      'identity.sourceIp': request.sourceIp,
      'identity.userAgent': request.headers['user-agent'] ?? '-',
    });
    this.#world.onAccess(stage.accessLog.destinationArn, line);
  }
}

/** The end of the ARN on whose behalf API Gateway invokes a function: the route's path, not the request's. */
function sourcePath(route: Route, method: string): string {
  const path = route.key.split(' ')[1];
  return path === undefined ? route.key : `${method}${path}`;
}
