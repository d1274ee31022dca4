// @ts-nocheck
const walk = JSON.parse(pm.collectionVariables.get('walk'));
walk.own.unshift(pm.response.json().id);
pm.collectionVariables.set('walk', JSON.stringify(walk));
if (walk.own.length < options.items) pm.execution.setNextRequest(pm.info.requestName);
