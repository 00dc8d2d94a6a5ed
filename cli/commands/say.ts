import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';

/** Verbs by which a person speaks to a deployment that is under way. */
function say(verb: string, summary: string, reasonIs: 'comment' | 'reason', done: string): Command {
  return {
    usage: `${verb} <deployment> [--reason …]`,
    summary,
    takes: 1,
    writes: true,
    flags: ['reason'],
    async run({ client, flags, arguments: [id] }) {
      if (id === undefined)
        throw new Failure(EXIT.usage, `name a deployment; \`belay status\` shows what is under way`);
      const body = flags.reason === undefined ? {} : { [reasonIs]: flags.reason };
      const data = await client.post<object>(`/deployments/${encodeURIComponent(id)}/${verb}`, body);
      return { text: `${id} ${done}`, data };
    },
  };
}

export const approve = say('approve', 'agree to a deployment that waits for approval', 'comment', 'is approved');
export const reject = say(
  'reject',
  'end a deployment that waits for approval; nothing was touched',
  'comment',
  'is rejected',
);
export const pause = say(
  'pause',
  'halt a deployment before its next gate; alarms still take it back',
  'reason',
  'is paused',
);
export const resume = say('resume', 'let a paused deployment go on', 'reason', 'goes on');
export const goOn = say(
  'continue',
  'let a deployment past this gate, or the rest of this bake, now',
  'reason',
  'goes on now',
);
export const cancel = say(
  'cancel',
  'end a deployment: cancelled before it has traffic, else rolled back',
  'reason',
  'is being ended',
);
