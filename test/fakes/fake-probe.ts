import type { Probe } from '../../core/ports.ts';

/** Answers every check with what the test says, by path; 200 where it says nothing. */
export class FakeProbe implements Probe {
  readonly answers = new Map<string, { readonly status: number } | { readonly failed: string }>();
  readonly asked: string[] = [];

  async send({ url }: { url: string }): Promise<{ readonly status: number } | { readonly failed: string }> {
    this.asked.push(url);
    return this.answers.get(new URL(url).pathname) ?? { status: 200 };
  }
}
