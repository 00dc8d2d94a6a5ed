import type { Probe } from '../../core/ports.ts';

type Request = Parameters<Probe['send']>[0];
type Answer = Awaited<ReturnType<Probe['send']>>;

/** Answers every check with what the test says, by path; an empty 200 where it says nothing. */
export class FakeProbe implements Probe {
  readonly answers = new Map<string, Answer>();
  readonly asked: Request[] = [];

  async send(request: Request): Promise<Answer> {
    this.asked.push(request);
    const answer = this.answers.get(new URL(request.url).pathname) ?? { status: 200, body: '' };
    return 'failed' in answer || request.reads ? answer : { ...answer, body: '' };
  }
}
