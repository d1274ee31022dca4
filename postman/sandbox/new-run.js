// @ts-nocheck
// Names and keys of this run are its own, so that many can run on one stage, and this one again and again.
pm.collectionVariables.set('run', `contract ${pm.variables.replaceIn('{{$guid}}').slice(0, 8)}`);
