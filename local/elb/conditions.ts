import { BlockList } from 'node:net';
import type { QueryStringKeyValuePair, RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../kernel/aws-error.ts';
import { wildcard } from './wildcard.ts';

/** What of a request the rules look at. */
export interface Seen {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly address: string;
}

export type Matches = (request: Seen) => boolean;

/** Compiles the conditions of a rule: all must hold. A condition that is not supported is a ValidationError that names it. */
export function compileConditions(conditions: readonly RuleCondition[]): Matches {
  const compiled = conditions.map(compile);
  return (request) => compiled.every((matches) => matches(request));
}

function compile(condition: RuleCondition): Matches {
  const { Field: field } = condition;
  if (usesRegularExpressions(condition))
    throw invalid(`RegexValues of ${field} are not supported by the local load balancer; use Values`);
  switch (field) {
    case 'path-pattern': {
      const patterns = some(field, condition.PathPatternConfig?.Values ?? condition.Values).map((pattern) =>
        wildcard(pattern),
      );
      return ({ url }) => any(patterns, pathOf(url));
    }
    case 'host-header': {
      const patterns = some(field, condition.HostHeaderConfig?.Values ?? condition.Values).map((pattern) =>
        wildcard(pattern, 'i'),
      );
      return ({ headers }) => any(patterns, textOf(headers.host).replace(/:\d+$/, ''));
    }
    case 'http-header': {
      const name = condition.HttpHeaderConfig?.HttpHeaderName?.toLowerCase();
      if (name === undefined) throw invalid('HttpHeaderName is missing');
      const patterns = some(field, condition.HttpHeaderConfig?.Values).map((pattern) => wildcard(pattern, 'i'));
      return ({ headers }) => headers[name] !== undefined && any(patterns, textOf(headers[name]));
    }
    case 'http-request-method': {
      const methods = some(field, condition.HttpRequestMethodConfig?.Values);
      return ({ method }) => methods.includes(method);
    }
    case 'query-string':
      return compileQuery(some(field, condition.QueryStringConfig?.Values));
    case 'source-ip': {
      const ranges = blockListOf(some(field, condition.SourceIpConfig?.Values));
      return ({ address }) => ranges.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
    }
    default:
      throw invalid(`the condition field ${field ?? '(none)'} is not supported by the local load balancer`);
  }
}

function compileQuery(pairs: readonly QueryStringKeyValuePair[]): Matches {
  const compiled = pairs.map(({ Key, Value = '' }) => ({
    key: Key === undefined ? undefined : wildcard(Key, 'i'),
    value: wildcard(Value, 'i'),
  }));
  return ({ url }) => {
    const given = [...new URLSearchParams(url.split('?').slice(1).join('?'))];
    return compiled.some(({ key, value }) => {
      return given.some(([name, text]) => (key === undefined || key.test(name)) && value.test(text));
    });
  };
}

function blockListOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix = ''] = range.split('/');
    try {
      list.addSubnet(address, Number.parseInt(prefix, 10), address.includes(':') ? 'ipv6' : 'ipv4');
    } catch {
      throw invalid(`'${range}' is not a CIDR range`);
    }
  }
  return list;
}

function usesRegularExpressions(condition: RuleCondition): boolean {
  const { PathPatternConfig, HostHeaderConfig, HttpHeaderConfig } = condition;
  return [condition, PathPatternConfig, HostHeaderConfig, HttpHeaderConfig].some(
    (one) => one?.RegexValues !== undefined,
  );
}

function some<Value>(field: string, values: readonly Value[] | undefined): readonly Value[] {
  if (values === undefined || values.length === 0) throw invalid(`the condition ${field} has no values`);
  return values;
}

function any(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text));
}

function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? url;
}

function textOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : (header ?? []).join(', ');
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationError', `Invalid condition: ${problem}.`);
}
