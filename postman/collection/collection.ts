import type { Contract } from '../../services/contract/contract';
import { environments } from '../environments';
import type { Scenario } from '../scenario';
import { script } from '../scenario';
import { userAuth } from './auth';
import { contractData } from './contract-data';
import { cleanUp, methodScenario, signInScenario, untestedScenario } from './derived-scenarios';
import { type Collection, collectionSchema, type Folder } from './format';
import { itemOf } from './item';
import { event, linesOf } from './sandbox-script';
import { stableId } from './stable-id';
import { tokens } from './tokens';

const description = `Generated from the contract and the scenarios in postman/: change those, then run \`npm run generate\`.

Choose an environment (without one it is the stage that npm start runs) and paste the id token of a user into its variable token, \
and that of a second one into otherToken for the folders about two users. \
Then click through the first folder one request after another, or run the whole collection. \
Every answer is held against the contract by the collection's own test script; each request adds what is particular \
to it. Whatever a run creates has its run's name and is deleted at the end.`;

/** The collection that a person imports and that the contract tests run. */
export function collection(contracts: readonly Contract[], written: readonly Scenario[]): Collection {
  const untested = untestedScenario(contracts, written);
  const scenarios = [
    ...written,
    signInScenario(contracts),
    methodScenario(contracts),
    ...(untested ? [untested] : []),
    cleanUp,
  ];
  refuseRepeatedNames(scenarios);
  return {
    info: { _postman_id: stableId('collection'), name: 'Groundwork', description, schema: collectionSchema },
    auth: userAuth,
    item: scenarios.map((part) => folderOf(part, contracts)),
    event: [event('test', linesOf(script('every-answer')))],
    variable: variables(contracts, scenarios),
  };
}

function folderOf({ name, description, steps }: Scenario, contracts: readonly Contract[]): Folder {
  return {
    id: stableId('folder', name),
    name,
    description,
    item: steps.map((step) => itemOf(step, contracts)),
  };
}

/** Where to go and as whom, and the contract in full; the rest starts empty, is written by scripts, and stands here to be seen. */
function variables(contracts: readonly Contract[], scenarios: readonly Scenario[]) {
  const kept = scenarios.flatMap(({ steps }) => steps.flatMap(({ keeps }) => Object.keys(keeps ?? {})));
  const [{ baseUrl, origin, stage }] = environments;
  return [
    // Without an environment the collection goes to where `npm start` is; with one, that wins.
    ...Object.entries({ baseUrl, origin, stage }).map(([key, value]) => ({ key, value })),
    ...tokens.map((token) => ({ ...token, value: '' })),
    { key: 'contract', value: JSON.stringify(contractData(contracts)) },
    { key: 'created', value: '[]' },
    { key: 'run', value: 'contract by hand' },
    ...[...new Set(kept)].map((key) => ({ key, value: '' })),
  ];
}

/** Loops go by name, and so does whoever reads a report. */
function refuseRepeatedNames(scenarios: readonly Scenario[]): void {
  const names = new Set<string>();
  for (const name of scenarios.flatMap((part) => [part.name, ...part.steps.map((step) => step.name)])) {
    if (names.has(name)) throw new Error(`Two requests or folders are called "${name}"; rename one.`);
    names.add(name);
  }
}
