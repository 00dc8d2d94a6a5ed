import { CfnOutput, RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  type HttpRoute,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';

/** Pages and messages that cannot carry a signature or a token. Slack signs what it sends, and the app checks that. */
const OPEN: readonly (readonly [HttpMethod, string])[] = [
  [HttpMethod.GET, '/'],
  [HttpMethod.GET, '/assets/{proxy+}'],
  [HttpMethod.GET, '/config.json'],
  [HttpMethod.POST, '/slack/{proxy+}'],
];

/**
 * The HTTP API. A route takes one authorizer, so programs (IAM) and people (JWT) have a prefix each. There is no
 * `$default` route: what is not listed does not reach the function.
 */
export function makeApi(stack: Stack, handler: IFunction, people: IHttpRouteAuthorizer): void {
  const api = new HttpApi(stack, 'HttpApi', { apiName: 'belay', createDefaultStage: false });
  const integration = new HttpLambdaIntegration('Api', handler);
  const guarded = (path: string, authorizer: IHttpRouteAuthorizer): readonly HttpRoute[] =>
    api.addRoutes({ path, methods: [HttpMethod.ANY], integration, authorizer });

  guarded('/v1/{proxy+}', new HttpIamAuthorizer());
  guarded('/app/v1/{proxy+}', people);
  for (const [method, path] of OPEN) {
    for (const route of api.addRoutes({ path, methods: [method], integration })) {
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'The page that a person signs in with, or a message whose signature the app checks. The app does nothing else on it.',
      });
    }
  }

  const logGroup = new LogGroup(stack, 'HttpApiLogs', {
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  new HttpStage(stack, 'HttpApiStage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: 50, burstLimit: 100 },
    accessLogSettings: { destination: new LogGroupLogDestination(logGroup) },
  });
  new CfnOutput(stack, 'ApiUrl', { value: api.apiEndpoint, description: 'For `belay --api` and BELAY_API' });
}
