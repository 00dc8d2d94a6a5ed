import { arn } from '../kernel/account.ts';
import type { Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { FunctionSettings } from './function-settings.ts';
import { logStream } from './log-stream.ts';

interface LogWorld {
  readonly clock: Clock;
  /** Throws when the role does not have all the permissions. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
  onLog(functionName: string, line: string): void;
}

/** Writes the lines of functions with the rights of their roles, as Lambda does: lines of one without them are lost. */
export class FunctionLogs {
  readonly #world: LogWorld;
  /** ARNs. */
  readonly #streams = new Set<string>();
  /** Names of the functions whose log says already that lines are lost. */
  readonly #mute = new Set<string>();

  constructor(world: LogWorld) {
    this.#world = world;
  }

  write({ name, role, logGroup }: FunctionSettings, version: string, line: string): void {
    const stream = arn('logs', `log-group:${logGroup}:log-stream:${logStream(this.#world.clock, version)}`);
    try {
      if (!this.#streams.has(stream)) {
        this.#world.authorize(role, [{ action: 'logs:CreateLogStream', resource: stream }]);
        this.#streams.add(stream);
      }
      this.#world.authorize(role, [{ action: 'logs:PutLogEvents', resource: stream }]);
    } catch (denied) {
      if (this.#mute.has(name)) return;
      this.#mute.add(name);
      this.#world.onLog(name, `Lines of ${name} are lost: ${denied instanceof Error ? denied.message : denied}`);
      return;
    }
    this.#world.onLog(name, line);
  }
}
