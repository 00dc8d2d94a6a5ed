import type { Route } from './api-model.ts';

export interface RouteMatch {
  readonly route: Route;
  /** Decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** How well a segment of a route fits: the exact text beats a parameter, and a parameter beats `{proxy+}`. */
const EXACT = 3;
const PARAMETER = 2;
const GREEDY = 1;

interface Candidate extends RouteMatch {
  readonly fit: readonly number[];
  readonly anyMethod: boolean;
}

/** The most specific route for a request; `$default` when nothing else fits. `path` is as sent: percent-encoded. */
export function matchRoute(routes: Iterable<Route>, method: string, path: string): RouteMatch | undefined {
  const segments = segmentsOf(path);
  const candidates: Candidate[] = [];
  let fallback: Route | undefined;
  for (const route of routes) {
    if (route.key === '$default') fallback = route;
    const [wanted = '', pattern = ''] = route.key.split(' ');
    if (wanted !== 'ANY' && wanted !== method) continue;
    const fitting = fitOf(segmentsOf(pattern), segments);
    if (fitting !== undefined) candidates.push({ route, ...fitting, anyMethod: wanted === 'ANY' });
  }
  candidates.sort((a, b) => compare(b, a));
  const [best] = candidates;
  if (best !== undefined) return { route: best.route, parameters: best.parameters };
  return fallback === undefined ? undefined : { route: fallback, parameters: {} };
}

function fitOf(
  pattern: readonly string[],
  segments: readonly string[],
): Pick<Candidate, 'fit' | 'parameters'> | undefined {
  const values: [string, string][] = [];
  const fits: number[] = [];
  for (const [index, wanted] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (wanted.endsWith('+}')) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      return {
        fit: [...fits, GREEDY],
        parameters: Object.fromEntries([...values, [wanted.slice(1, -2), decoded(rest)]]),
      };
    }
    if (wanted.startsWith('{')) {
      if (segment === '') return undefined;
      values.push([wanted.slice(1, -1), decoded(segment)]);
      fits.push(PARAMETER);
    } else {
      if (decoded(segment) !== wanted) return undefined;
      fits.push(EXACT);
    }
  }
  return pattern.length === segments.length ? { fit: fits, parameters: Object.fromEntries(values) } : undefined;
}

function compare(a: Candidate, b: Candidate): number {
  for (let index = 0; index < Math.max(a.fit.length, b.fit.length); index += 1) {
    const difference = (a.fit[index] ?? 0) - (b.fit[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.anyMethod) - Number(a.anyMethod);
}

function segmentsOf(path: string): readonly string[] {
  return path.split('/').slice(1);
}

/** Text that is no proper percent-encoding stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
