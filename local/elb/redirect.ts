import type { RedirectActionConfig } from '@aws-sdk/client-elastic-load-balancing-v2';

/** Where a redirect leads: each part is the request's own unless the action gives another; `#{part}` stands for it. */
export function redirectLocation(
  to: RedirectActionConfig,
  request: { host: string; port: number; url: string },
): string {
  // Not `new URL`: a request may ask for `//`, which is no URL, and must not end the load balancer.
  const [pathname = '', ...search] = request.url.split('?');
  const own: Readonly<Record<string, string>> = {
    protocol: 'http',
    host: request.host.replace(/:\d+$/, ''),
    port: String(request.port),
    path: pathname.slice(1),
    query: search.join('?'),
  };
  const part = (given: string | undefined, fallback: string): string => {
    return (given ?? fallback).replaceAll(/#\{(\w+)\}/g, (whole, name: string) => own[name] ?? whole);
  };
  const protocol = part(to.Protocol, '#{protocol}').toLowerCase();
  const query = part(to.Query, '#{query}');
  const path = part(to.Path, '/#{path}');
  return `${protocol}://${part(to.Host, '#{host}')}:${part(to.Port, '#{port}')}${path}${query === '' ? '' : `?${query}`}`;
}
