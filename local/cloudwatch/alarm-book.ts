import type { EmitEvent } from '../kernel/aws-event.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { stateChangeEvent } from './alarm-event.ts';
import { changeSummary, INITIAL_REASON } from './alarm-reason.ts';
import type { AlarmRecord, HistoryRecord, StateRecord } from './alarm-record.ts';

const FILE = 'cloudwatch';
const HISTORY_LENGTH = 1000;

interface Document {
  readonly alarms: readonly AlarmRecord[];
  /** Oldest first. */
  readonly history: readonly HistoryRecord[];
}

/** What an alarm is made of; the book adds its state. */
export type NewAlarm = AlarmRecord extends infer Kind
  ? Kind extends AlarmRecord
    ? Pick<Kind, 'kind' | 'definition'>
    : never
  : never;

/** The alarms with their states and history. They survive a restart; each change is told to EventBridge and to listeners. */
export class AlarmBook {
  readonly #clock: Clock;
  readonly #files: StateFiles;
  readonly #emit: EmitEvent;
  readonly #alarms: Map<string, AlarmRecord>;
  readonly #asleep: Map<string, AlarmRecord>;
  readonly #listeners = new Set<(name: string) => void>();
  #history: readonly HistoryRecord[];

  constructor(clock: Clock, files: StateFiles, emit: EmitEvent) {
    this.#clock = clock;
    this.#files = files;
    this.#emit = emit;
    const { alarms, history } = files.load<Document>(FILE) ?? { alarms: [], history: [] };
    const by = (madeBy: AlarmRecord['madeBy']) =>
      new Map(alarms.filter((one) => one.madeBy === madeBy).map((one) => [one.name, one]));
    this.#alarms = by('api');
    this.#asleep = by('template');
    this.#history = history;
  }

  get(name: string): AlarmRecord | undefined {
    return this.#alarms.get(name);
  }

  /** By name. */
  list(): readonly AlarmRecord[] {
    return [...this.#alarms.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Newest first. */
  history(): readonly HistoryRecord[] {
    return this.#history.toReversed();
  }

  /** Makes or changes an alarm. Its state stays; a new one starts as INSUFFICIENT_DATA. */
  put(name: string, alarm: NewAlarm, madeBy: AlarmRecord['madeBy']): void {
    const now = this.#clock.now();
    const before = this.#alarms.get(name) ?? (madeBy === 'template' ? this.#asleep.get(name) : undefined);
    this.#asleep.delete(name);
    const same = before !== undefined && JSON.stringify(before.definition) === JSON.stringify(alarm.definition);
    const initial: StateRecord = {
      value: 'INSUFFICIENT_DATA',
      reason: INITIAL_REASON,
      reasonData: undefined,
      updatedAt: now,
    };
    const kept = { name, madeBy, state: before?.state ?? initial, configuredAt: same ? before.configuredAt : now };
    this.#alarms.set(name, { ...kept, ...alarm });
    if (!same)
      this.#note(
        name,
        alarm.kind,
        'ConfigurationUpdate',
        before === undefined ? `Alarm "${name}" created` : `Alarm "${name}" updated`,
      );
    this.#save();
  }

  delete(name: string): void {
    const alarm = this.#alarms.get(name);
    if (alarm === undefined) return;
    this.#alarms.delete(name);
    this.#note(name, alarm.kind, 'ConfigurationUpdate', `Alarm "${name}" deleted`);
    this.#save();
  }

  /** Puts an alarm into a state. Nothing happens when it is in that state. */
  change(name: string, to: Omit<StateRecord, 'updatedAt'>): void {
    const before = this.#alarms.get(name);
    if (before === undefined || before.state.value === to.value) return;
    const alarm = { ...before, state: { ...to, updatedAt: this.#clock.now() } };
    this.#alarms.set(name, alarm);
    const data = JSON.stringify({
      version: '1.0',
      oldState: stateData(before.state),
      newState: stateData(alarm.state),
    });
    this.#note(name, alarm.kind, 'StateUpdate', changeSummary(before.state.value, to.value), data);
    this.#save();
    this.#emit(stateChangeEvent(alarm, before.state));
    for (const listener of this.#listeners) listener(name);
  }

  onChange(listener: (name: string) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #note(
    name: string,
    kind: AlarmRecord['kind'],
    item: HistoryRecord['HistoryItemType'],
    summary: string,
    data?: string,
  ): void {
    const line: HistoryRecord = {
      AlarmName: name,
      AlarmType: kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm',
      at: this.#clock.now(),
      HistoryItemType: item,
      HistorySummary: summary,
      ...(data === undefined ? {} : { HistoryData: data }),
    };
    this.#history = [...this.#history, line].slice(-HISTORY_LENGTH);
  }

  #save(): void {
    const document: Document = { alarms: [...this.#alarms.values(), ...this.#asleep.values()], history: this.#history };
    this.#files.save(FILE, document);
  }
}

function stateData({ value, reason, reasonData }: StateRecord): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData === undefined ? {} : { stateReasonData: JSON.parse(reasonData) }),
  };
}
