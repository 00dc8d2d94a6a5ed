/** Turns that are asked for together: the event loop goes round once for all, which costs a system call. */
const TOGETHER = 32;
const waiting: (() => void)[] = [];
let asked = 0;

/** Resolves when everything that is already resolved got to run. Nothing is read or written in between: a simulated world has all in memory. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (asked === 0) ask();
  });
}

function ask(): void {
  for (asked = 0; asked < TOGETHER; asked++) setImmediate(tick);
}

function tick(): void {
  asked--;
  waiting.shift()?.();
  if (asked === 0 && waiting.length > 0) ask();
}
