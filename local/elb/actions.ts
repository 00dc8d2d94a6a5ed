import type { Action, RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../kernel/aws-error.ts';

/** What a rule does with a request. */
export type Act =
  | { readonly kind: 'forward'; readonly weights: Readonly<Record<string, number>> }
  | { readonly kind: 'fixed-response'; readonly status: number; readonly contentType: string; readonly body: string }
  | { readonly kind: 'redirect'; readonly status: number; readonly to: RedirectActionConfig };

/** Reads the actions of a rule. One that is not supported is a ValidationError that names it. */
export function actOf(actions: readonly Action[]): Act {
  const [action, ...more] = actions;
  if (action === undefined) throw invalid('a rule needs an action');
  if (more.length > 0) throw invalid('only one action per rule is supported by the local load balancer');
  switch (action.Type) {
    case 'forward':
      return { kind: 'forward', weights: weightsOf(action) };
    case 'fixed-response': {
      const { StatusCode, ContentType = 'text/plain', MessageBody = '' } = action.FixedResponseConfig ?? {};
      if (StatusCode === undefined || !/^[245]\d\d$/.test(StatusCode))
        throw invalid(`StatusCode ${StatusCode} is not 2XX, 4XX or 5XX`);
      return { kind: 'fixed-response', status: Number(StatusCode), contentType: ContentType, body: MessageBody };
    }
    case 'redirect': {
      const { RedirectConfig: to } = action;
      if (to?.StatusCode !== 'HTTP_301' && to?.StatusCode !== 'HTTP_302')
        throw invalid('RedirectConfig needs the StatusCode HTTP_301 or HTTP_302');
      return { kind: 'redirect', status: Number(to.StatusCode.slice(-3)), to };
    }
    default:
      throw invalid(`the action ${action.Type ?? '(none)'} is not supported by the local load balancer`);
  }
}

function weightsOf({ TargetGroupArn, ForwardConfig }: Action): Readonly<Record<string, number>> {
  if (ForwardConfig?.TargetGroupStickinessConfig?.Enabled === true)
    throw invalid('stickiness is not supported by the local load balancer');
  const groups = ForwardConfig?.TargetGroups ?? (TargetGroupArn === undefined ? [] : [{ TargetGroupArn }]);
  if (groups.length === 0) throw invalid('a forward action needs a target group');
  if (groups.length > 5) throw invalid('a forward action takes at most five target groups');
  const entries = groups.map(({ TargetGroupArn: arn = '', Weight = 1 }) => [arn, weight(Weight)] as const);
  return Object.fromEntries(entries);
}

function weight(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 999) return value;
  throw invalid(`the weight ${value} is not a whole number from 0 to 999`);
}

/** The same actions with other weights; the groups must be among those that they forward to. */
export function reweighted(actions: readonly Action[], weights: Readonly<Record<string, number>>): readonly Action[] {
  const act = actOf(actions);
  if (act.kind !== 'forward') throw invalid(`the rule does not forward, it is a ${act.kind}`);
  const stranger = Object.keys(weights).find((group) => !Object.hasOwn(act.weights, group));
  if (stranger !== undefined) throw invalid(`the rule does not forward to ${stranger}`);
  const all = Object.entries({ ...act.weights, ...weights });
  const TargetGroups = all.map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight: weight(Weight) }));
  return [{ Type: 'forward', ForwardConfig: { ...actions[0]?.ForwardConfig, TargetGroups } }];
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationError', `Invalid action: ${problem}.`);
}
