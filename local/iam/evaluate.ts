/** The decision of identity-based policies: an explicit deny, else an allow, else nothing allows it. Pure. */
import { holds } from './conditions.ts';
import { fitsArn } from './fits-arn.ts';
import { fitsGlob } from './glob.ts';
import type { Statement } from './policy-document.ts';
import { type RequestContext, withVariables } from './policy-variables.ts';

export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: RequestContext;
}

/** The patterns of a statement that fitted; for NotAction and NotResource, the word itself. */
export interface Fit {
  readonly action: string;
  readonly resource: string;
}

export type Decision<Rule> =
  | { readonly kind: 'allowed'; readonly by: Rule; readonly fit: Fit }
  | { readonly kind: 'denied'; readonly by: Rule }
  | { readonly kind: 'not-allowed' };

/** Decides by rules that each carry a statement; the answer names the rule that decided. */
export function evaluate<Rule extends { readonly statement: Statement }>(
  rules: readonly Rule[],
  request: AccessRequest,
): Decision<Rule> {
  let allowed: Decision<Rule> | undefined;
  for (const rule of rules) {
    const fit = fitOf(rule.statement, request);
    if (fit === undefined) continue;
    if (rule.statement.effect === 'Deny') return { kind: 'denied', by: rule };
    allowed ??= { kind: 'allowed', by: rule, fit };
  }
  return allowed ?? { kind: 'not-allowed' };
}

/** How a statement applies to a request, or `undefined` where it does not. */
export function fitOf({ actions, resources, conditions }: Statement, request: AccessRequest): Fit | undefined {
  const wantedAction = request.action.toLowerCase();
  const action = actions.patterns.find((pattern) => fitsGlob(pattern.toLowerCase(), wantedAction));
  if ((action === undefined) !== actions.not) return undefined;
  const resource = resources?.patterns.find((pattern) => {
    const filled = withVariables(pattern, request.context);
    return filled !== undefined && fitsArn(filled, request.resource);
  });
  if (resources !== undefined && (resource === undefined) !== resources.not) return undefined;
  if (!conditions.every((condition) => holds(condition, request.context))) return undefined;
  return { action: action ?? 'NotAction', resource: resource ?? (resources === undefined ? '*' : 'NotResource') };
}
