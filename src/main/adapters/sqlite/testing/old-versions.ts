import type { Intent, StoredFacts } from '../../../../core/ports.ts';
import { StepMaker } from '../../../../core/testing/stored-steps.ts';
import { writeMeta } from '../meta.ts';
import { openDatabase } from '../open-database.ts';
import { intentPieces, stepOf } from '../pieces.ts';
import { MIGRATIONS } from '../schema.ts';
import { writeIntent, writeStep } from '../write-step.ts';
import { intentOf, valueIn } from './writes.ts';

const VALUE = JSON.stringify('x'.repeat(1_000));

/** A closed database as version 1 of the schema has it: 100 keys written in 100 steps, an intent, facts. */
export function makeVersion1(file: string): { maker: StepMaker; intent: Intent; facts: StoredFacts } {
  const { database } = valueIn(openDatabase(file, MIGRATIONS.slice(0, 1)));
  const maker = new StepMaker();
  const intent = intentOf(9);
  const facts: StoredFacts = { lastContact: 7, peers: [] };
  database.transaction(() => {
    for (let i = 0; i < 100; i += 1) writeStep(database, stepOf(maker.step({ [`key${i}`]: VALUE })));
    writeIntent(database, [...intentPieces(intent, 0)]);
    writeMeta(database, 'facts', facts);
  });
  database.close();
  return { maker, intent, facts };
}
