import type { PatternCase } from './pattern-case.ts';

const people = {
  people: [
    { first: 'Ada', last: 'Byron' },
    { first: 'Alan', last: 'Turing' },
  ],
};

export const SHAPES: readonly PatternCase[] = [
  {
    says: 'a nested field is found',
    pattern: { detail: { state: ['x'] } },
    event: { detail: { state: 'x' } },
    gives: true,
  },
  {
    says: 'a nested field is not found elsewhere',
    pattern: { detail: { state: ['x'] } },
    event: { state: 'x' },
    gives: false,
  },
  {
    says: 'JSON in a string is a string',
    pattern: { detail: { a: ['x'] } },
    event: { detail: '{"a":"x"}' },
    gives: false,
  },
  {
    says: 'a dot in the pattern joins names',
    pattern: { 'detail.state': ['x'] },
    event: { detail: { state: 'x' } },
    gives: true,
  },
  {
    says: 'a dot in the event joins names',
    pattern: { detail: { state: ['x'] } },
    event: { 'detail.state': 'x' },
    gives: true,
  },

  {
    says: 'of an array, one element is enough',
    pattern: { resources: ['b', 'c'] },
    event: { resources: ['a', 'b'] },
    gives: true,
  },
  {
    says: 'of an array, no element is nothing',
    pattern: { resources: ['c'] },
    event: { resources: ['a', 'b'] },
    gives: false,
  },
  {
    says: 'an empty array has nothing to match',
    pattern: { resources: [{ exists: true }] },
    event: { resources: [] },
    gives: false,
  },
  {
    says: 'objects in an array are seen through',
    pattern: { people: { first: ['Alan'] } },
    event: people,
    gives: true,
  },
  {
    says: 'arrays in an array are seen through',
    pattern: { people: { first: ['Alan'] } },
    event: { people: [[], [people.people[1]]] },
    gives: true,
  },
  {
    says: 'two fields of one element match',
    pattern: { people: { first: ['Alan'], last: ['Turing'] } },
    event: people,
    gives: true,
  },
  {
    says: 'two fields of different elements do not match',
    pattern: { people: { first: ['Ada'], last: ['Turing'] } },
    event: people,
    gives: false,
  },
  {
    says: 'fields of different arrays are independent',
    pattern: { a: { x: [1] }, b: { x: [2] } },
    event: { a: [{ x: 0 }, { x: 1 }], b: [{ x: 2 }] },
    gives: true,
  },
  {
    says: 'consistency goes through arrays of arrays',
    pattern: { a: { b: { x: [1], y: [2] } } },
    event: { a: [{ b: [{ x: 1 }, { y: 2 }] }, { b: [{ x: 1, y: 2 }] }] },
    gives: true,
  },
  {
    says: 'consistency holds in the inner array',
    pattern: { a: { b: { x: [1], y: [2] } } },
    event: { a: [{ b: [{ x: 1 }, { y: 2 }] }] },
    gives: false,
  },

  { says: 'exists takes a field that is there', pattern: { a: [{ exists: true }] }, event: { a: 0 }, gives: true },
  { says: 'exists takes null', pattern: { a: [{ exists: true }] }, event: { a: null }, gives: true },
  { says: 'exists is for leaves only', pattern: { a: [{ exists: true }] }, event: { a: { b: 1 } }, gives: false },
  {
    says: 'exists false takes a missing field',
    pattern: { a: { b: [{ exists: false }] } },
    event: { c: 1 },
    gives: true,
  },
  {
    says: 'exists false refuses a field that is there',
    pattern: { a: [{ exists: false }] },
    event: { a: 1 },
    gives: false,
  },
  {
    says: 'exists false sees an object as missing',
    pattern: { a: [{ exists: false }] },
    event: { a: { b: 1 } },
    gives: true,
  },
  {
    says: 'exists false stands beside other tests',
    pattern: { a: [{ 'anything-but': 'x' }, { exists: false }] },
    event: {},
    gives: true,
  },
  {
    says: 'exists false does not excuse a wrong value',
    pattern: { a: [{ 'anything-but': 'x' }, { exists: false }] },
    event: { a: 'x' },
    gives: false,
  },

  { says: '$or takes the first branch', pattern: { $or: [{ a: [1] }, { b: [2] }] }, event: { a: 1 }, gives: true },
  {
    says: '$or takes the second branch',
    pattern: { $or: [{ a: [1] }, { b: [2] }] },
    event: { a: 0, b: 2 },
    gives: true,
  },
  {
    says: '$or with no branch that holds',
    pattern: { $or: [{ a: [1] }, { b: [2] }] },
    event: { a: 2, b: 1 },
    gives: false,
  },
  {
    says: '$or stands beside fields that must hold',
    pattern: { s: ['x'], $or: [{ a: [1] }, { b: [2] }] },
    event: { s: 'y', a: 1 },
    gives: false,
  },
  {
    says: '$or stands at any level',
    pattern: { detail: { $or: [{ a: [1] }, { b: [{ exists: false }] }] } },
    event: { detail: { c: 1 } },
    gives: true,
  },
  {
    says: '$or stands inside $or',
    pattern: { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { d: [1] }] },
    event: { a: 1, c: 1 },
    gives: true,
  },
  {
    says: '$or inside $or must hold',
    pattern: { $or: [{ a: [1], $or: [{ b: [1] }, { c: [1] }] }, { d: [1] }] },
    event: { a: 1 },
    gives: false,
  },
  {
    says: 'two $or must both hold',
    pattern: { x: { $or: [{ a: [1] }, { b: [1] }] }, y: { $or: [{ a: [1] }, { b: [1] }] } },
    event: { x: { a: 1 }, y: { c: 1 } },
    gives: false,
  },
];
