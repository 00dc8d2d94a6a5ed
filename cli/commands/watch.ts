import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { watchToEnd } from './deploy.ts';

export const watch: Command = {
  usage: 'watch <deployment> [--timeout <seconds>]',
  summary: 'follow a deployment to its verdict',
  takes: 1,
  flags: ['timeout'],
  async run(invocation) {
    const [id] = invocation.arguments;
    if (id === undefined) throw new Failure(EXIT.usage, 'name a deployment; `belay history <service>` lists them');
    return watchToEnd(invocation, id);
  },
};
