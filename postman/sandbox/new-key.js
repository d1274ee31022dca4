// @ts-nocheck
pm.collectionVariables.set('onceKey', pm.variables.replaceIn('{{$guid}}'));
