/** What a request can be logged with. */
export type LogContext = Readonly<Record<string, string>>;

/** A line in the format of a stage: each `$context.x` is put in, and what is not known is `-`, as in API Gateway. */
export function accessLine(format: string, context: LogContext): string {
  return format.replace(/\$context\.([A-Za-z0-9.]*[A-Za-z0-9])/g, (_, name: string) => context[name] ?? '-');
}
