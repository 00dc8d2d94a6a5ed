import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { arn } from '../kernel/account.ts';
import type { Clock } from '../kernel/clock.ts';
import { parseProperties } from '../lambda/parse-properties.ts';
import { type Provisioner, physicalName } from '../template/provisioner.ts';
import type { RawService } from '../wire/raw-service.ts';
import { LogStreams } from './log-streams.ts';
import { logsService } from './logs-service.ts';

/** Bytes of one file. A function keeps this one and the one before it. */
const LARGEST_FILE = 5_000_000;

const ignored = z.unknown().optional();

const logGroup = z.strictObject({
  LogGroupName: z.string().optional(),
  LogGroupClass: z.literal('STANDARD').optional(),
  // The files are bounded by their size, whatever the template says.
  RetentionInDays: ignored,
  KmsKeyId: ignored,
  Tags: ignored,
});

export interface Logs {
  /** CloudWatch Logs as a client reads it: what tasks wrote. */
  readonly service: RawService;
  readonly provisioners: Record<string, Provisioner>;
  /** Keeps one line of a function, with the local AWS's time before it. It is on disk afterwards. */
  write(functionName: string, line: string): void;
  /** Keeps one line of a container, as the log driver awslogs does. */
  writeEvent(group: string, stream: string, message: string): void;
}

/** Keeps what functions print in `<folder>/<function>.log`, and older lines in `<function>.old.log`. */
export function createLogs(world: { readonly clock: Clock; readonly folder: string }): Logs {
  const sizes = new Map<string, number>();
  mkdirSync(world.folder, { recursive: true });
  const streams = new LogStreams(world.clock, join(world.folder, 'groups'));

  return {
    service: logsService(streams),
    writeEvent: (group, stream, message) => streams.append(group, stream, message),
    provisioners: {
      'AWS::Logs::LogGroup': {
        provision(properties, context) {
          const { LogGroupName } = parseProperties(logGroup, properties);
          const name = LogGroupName ?? physicalName(context);
          streams.addGroup(name);
          return { ref: name, attributes: { Arn: arn('logs', `log-group:${name}:*`) } };
        },
      },
    },
    write(functionName, line) {
      const name = functionName.replace(/[^\w.-]/g, '_');
      const path = join(world.folder, `${name}.log`);
      const text = `${new Date(world.clock.now()).toISOString()} ${line}\n`;
      const bytes = Buffer.byteLength(text);
      let size = sizes.get(name) ?? sizeOf(path);
      if (size > 0 && size + bytes > LARGEST_FILE) {
        renameSync(path, join(world.folder, `${name}.old.log`));
        size = 0;
      }
      appendFileSync(path, text);
      sizes.set(name, size + bytes);
    },
  };
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
