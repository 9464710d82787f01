import { expect, it } from 'vitest';
import { ask, openOffice, valuesOf } from '../../test/support/office.ts';

const BODY = '{"cat":{"value":1,"ts":1}}';

it('[LM1] while the disk cannot keep up a push is answered 503 and changes nothing; then it is taken', async () => {
  const office = await openOffice(1);
  const only = office.machines[0]!;
  only.disk.fallBehind(true);
  expect((await ask(office, only, 'PUT', '/', BODY)).status).toBe(503);
  expect(valuesOf(only).size).toBe(0);
  only.disk.fallBehind(false);
  expect((await ask(office, only, 'PUT', '/', BODY)).status).toBe(204);
  expect(valuesOf(only).size).toBe(1);
});

it('[LM1] what a machine could not take because its disk was behind reaches it when the disk has caught up', async () => {
  const office = await openOffice(3);
  const [writer, , slow] = office.machines;
  slow!.disk.fallBehind(true);
  await office.write(writer!, 'cat', 'meow');
  await office.time.pass(30_000);
  expect(valuesOf(slow!).size).toBe(0);
  expect(writer!.node.status().sync).toMatchObject({ kind: 'behind', behind: 1 });
  slow!.disk.fallBehind(false);
  await office.time.pass(15_000);
  expect(office.agree()).toBe(true);
  expect(writer!.node.status().sync.kind).toBe('in-sync');
});

it('[LM1] a machine whose disk is behind still answers what others ask', async () => {
  const office = await openOffice(2);
  const [slow, other] = office.machines;
  await office.write(slow!, 'cat', 'meow');
  await office.time.pass(1_000);
  slow!.disk.fallBehind(true);
  await office.write(other!, 'dog', 'woof');
  await office.time.pass(60_000);
  expect(other!.node.peers()).toMatchObject([{ state: { kind: 'alive' } }]);
  expect((await ask(office, slow!, 'GET', '/')).status).toBe(200);
});
