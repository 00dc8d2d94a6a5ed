import type { LoadAnswer } from '../load/load-report.ts';
import type { World } from '../world.ts';

/** How the way back went, in real milliseconds after the alarm's state change. */
export interface WayBack {
  readonly stopCalled: number;
  /** Who called StopServiceDeployment first. */
  readonly stopCalledBy: string;
  /** The last answer of the bad version. */
  readonly trafficBack: number;
}

/** Watches alarms and answers, to tell how long the way back took. */
export class WayBackWatch {
  readonly #world: World;
  readonly #bad: string;
  readonly #cancel: () => void;
  #alarmAt: { readonly real: number; readonly local: number } | undefined;
  #lastBadAnswer = 0;

  constructor(world: World, alarm: string, bad: string) {
    this.#world = world;
    this.#bad = bad;
    this.#cancel = world.cloudwatch.onChange((name) => {
      if (name === alarm && world.cloudwatch.state(name) === 'ALARM')
        this.#alarmAt ??= { real: performance.now(), local: world.clock.now() };
    });
  }

  answered({ version, at }: LoadAnswer): void {
    if (version === this.#bad) this.#lastBadAnswer = at;
  }

  /** `undefined` when no alarm fired or nobody stopped anything. `speed`: local milliseconds in one of real time. */
  end(speed: number): WayBack | undefined {
    this.#cancel();
    const alarm = this.#alarmAt;
    const stop =
      alarm && this.#world.wire.calls.calls('ecs', 'StopServiceDeployment').find(({ at }) => at >= alarm.local - 1000);
    if (alarm === undefined || stop === undefined) return undefined;
    return {
      stopCalled: (stop.at - alarm.local) / speed,
      stopCalledBy: stop.caller.arn,
      trafficBack: Math.max(0, this.#lastBadAnswer - alarm.real),
    };
  }
}
