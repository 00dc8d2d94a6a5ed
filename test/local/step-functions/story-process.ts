/** A process that begins the story in the folder that it is given, prints the first token, and waits to be killed. */
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';
import { stateFilesIn } from '../../../local/kernel/state-files.ts';
import { story, workers } from './story.ts';

const { lambdas } = workers((token) => console.log(token));
const stepFunctions = story.begin({
  clock: new ScaledClock(1),
  files: stateFilesIn(process.argv[2] ?? ''),
  lambdas,
});
await story.start(stepFunctions);
setInterval(() => {}, 60_000);
