/** Finds the operation of a REST request by its method and path. */
import { AwsError } from '../kernel/aws-error.ts';
import type { OperationModel } from './sdk-model.ts';

export interface RestRoute<Target> {
  readonly target: Target;
  readonly operation: OperationModel;
  /** Decoded path labels, such as FunctionName. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Gives the route of a raw path (percent-encoded, without the query), or `undefined`. */
export type FindRoute<Target> = (method: string, path: string, query: URLSearchParams) => RestRoute<Target> | undefined;

/** Builds the table of routes of every REST operation. The route with the most literal segments wins. */
export function restRoutes<Target>(operations: Iterable<readonly [Target, OperationModel]>): FindRoute<Target> {
  const routes = [...operations].flatMap(([target, operation]) => {
    if (operation.http === undefined) return [];
    const [method, template] = operation.http;
    const [path = '', query = ''] = template.split('?');
    const segments = segmentsOf(path);
    const literals = segments.filter((segment) => !segment.startsWith('{')).length;
    return [{ target, operation, method, segments, literals, constants: [...new URLSearchParams(query)] }];
  });
  routes.sort((a, b) => b.literals - a.literals || b.constants.length - a.constants.length);
  return (method, path, query) => {
    const given = segmentsOf(path);
    for (const route of routes) {
      if (route.method !== method || !route.constants.every(([name, value]) => query.get(name) === value)) continue;
      const labels = match(route.segments, given);
      if (labels !== undefined) return { target: route.target, operation: route.operation, labels };
    }
    return undefined;
  };
}

function segmentsOf(path: string): string[] {
  return path.replace(/^\/+|\/+$/g, '').split('/');
}

function match(template: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const labels: [string, string][] = [];
  for (const [index, segment] of template.entries()) {
    if (segment.endsWith('+}')) {
      const rest = given.slice(index);
      if (rest.length === 0) return undefined;
      labels.push([segment.slice(1, -2), decoded(rest.join('/'))]);
      return Object.fromEntries(labels);
    }
    const value = given[index];
    if (value === undefined || value === '') return undefined;
    if (segment.startsWith('{')) labels.push([segment.slice(1, -1), decoded(value)]);
    else if (segment !== value) return undefined;
  }
  return template.length === given.length ? Object.fromEntries(labels) : undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new AwsError(
      'SerializationException',
      `the path has a segment that is not percent-encoded UTF-8: ${segment}`,
    );
  }
}
