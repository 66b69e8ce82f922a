import { Penalties } from './penalties.ts';

it('a provider without offences is not held up', () => {
  expect([new Penalties().weight('a', 0), new Penalties().pauses('a', 0)]).toEqual([0, false]);
});

it('one offence costs a short pause and is forgotten', () => {
  const penalties = new Penalties();
  penalties.add('a', 1000);
  expect([penalties.pauses('a', 1049), penalties.pauses('a', 1050), penalties.pauses('b', 1000)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([penalties.weight('a', 1000), penalties.weight('a', 3000), penalties.weight('a', 9000)]).toEqual([1, 0.5, 0]);
});

it('many offences cost longer pauses, up to a second', () => {
  const penalties = new Penalties();
  for (let i = 0; i < 3; i += 1) penalties.add('a', 0);
  expect([penalties.pauses('a', 199), penalties.pauses('a', 200)]).toEqual([true, false]);
  for (let i = 0; i < 20; i += 1) penalties.add('a', 0);
  expect([penalties.pauses('a', 999), penalties.pauses('a', 1000)]).toEqual([true, false]);
});
