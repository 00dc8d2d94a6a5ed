import type { RollbackPoint } from '../../core/domain/rollback-point.ts';
import type { RollbackPoints } from '../../core/ports.ts';

export function memoryRollbackPoints(): RollbackPoints {
  const all = new Map<string, RollbackPoint>();
  const of = (service: string, id: string): RollbackPoint | undefined => {
    const point = all.get(id);
    return point?.service === service ? point : undefined;
  };
  const living = (service: string, id: string): RollbackPoint | undefined => {
    const point = of(service, id);
    return point?.status === 'expired' ? undefined : point;
  };
  const change = (point: RollbackPoint | undefined, by: Partial<RollbackPoint>): boolean => {
    if (point === undefined) return false;
    all.set(point.id, { ...point, ...by });
    return true;
  };
  return {
    async put(point) {
      all.set(point.id, point);
    },
    get: async (service, id) => of(service, id),
    find: async (id) => all.get(id),
    newest: async (service, limit) =>
      [...all.values()]
        .filter((point) => point.service === service && point.status !== 'expired')
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    settle: async (service, id, status) => change(living(service, id), { status }),
    noteReadiness: async (service, id, ready) => change(living(service, id), { ready }),
    async beginRehearsal(service, id, begun, overdue) {
      const point = living(service, id);
      const { rehearsal } = point ?? {};
      const free = rehearsal === undefined || rehearsal.outcome !== undefined || rehearsal.startedAt < overdue;
      return free && change(point, { rehearsal: begun });
    },
    async nameRehearsal(service, id, startedAt, task) {
      const point = living(service, id);
      if (point?.rehearsal?.startedAt === startedAt) change(point, { rehearsal: { ...point.rehearsal, task } });
    },
    async endRehearsal(service, id, startedAt, outcome) {
      const point = living(service, id);
      if (point?.rehearsal?.startedAt !== startedAt) return false;
      const before = point.rehearsal.outcome;
      if (before !== undefined && (outcome.ok || !before.ok)) return false;
      return change(point, { rehearsal: { ...point.rehearsal, outcome } });
    },
    async expire(point) {
      all.set(point.id, { ...point, status: 'expired' });
    },
    async remove(service, id) {
      if (of(service, id) !== undefined) all.delete(id);
    },
  };
}
