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

export type Decision<Rule> =
  | { readonly kind: 'allowed'; readonly by: Rule }
  | { readonly kind: 'denied'; readonly by: Rule }
  | { readonly kind: 'not-allowed' };

/** Decides by rules that each carry a statement; the answer names the rule that decided. */
export function evaluate<Rule extends { readonly statement: Statement }>(
  rules: readonly Rule[],
  request: AccessRequest,
): Decision<Rule> {
  let allowed: Decision<Rule> | undefined;
  for (const rule of rules) {
    if (!applies(rule.statement, request)) continue;
    if (rule.statement.effect === 'Deny') return { kind: 'denied', by: rule };
    allowed ??= { kind: 'allowed', by: rule };
  }
  return allowed ?? { kind: 'not-allowed' };
}

/** Whether a statement speaks of a request. */
export function applies({ actions, resources, conditions }: Statement, request: AccessRequest): boolean {
  const action = request.action.toLowerCase();
  if (actions.patterns.some((pattern) => fitsGlob(pattern.toLowerCase(), action)) === actions.not) return false;
  const fits = (pattern: string): boolean => {
    const filled = withVariables(pattern, request.context);
    return filled !== undefined && fitsArn(filled, request.resource);
  };
  if (resources !== undefined && resources.patterns.some(fits) === resources.not) return false;
  return conditions.every((condition) => holds(condition, request.context));
}
