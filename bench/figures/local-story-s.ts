import type { Figure } from '../figure.ts';
import { rounded } from '../growth.ts';
import { wholeStory } from '../whole-story.ts';

export const localStoryS: Figure = {
  id: 'localStoryS',
  what: 'the story of the README on the local AWS: three releases under visitors, one of which goes back',
  unit: 's',
  how: 'Real time on the machine that measured, with a minute of AWS as a second; the start of the local AWS comes on top.',
  async measure() {
    return rounded((await wholeStory()).seconds, 1);
  },
};
