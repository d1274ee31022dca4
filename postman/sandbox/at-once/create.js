// @ts-nocheck
const answers = [];
const created = JSON.parse(pm.collectionVariables.get('created'));
const baseUrl = pm.variables.replaceIn('{{baseUrl}}');
pm.collectionVariables.set('answersAtOnce', '[]');

for (let sent = 0; sent < options.times; sent++) {
  const header = {
    Authorization: pm.request.headers.get('Authorization'),
    'Content-Type': 'application/json',
    'Idempotency-Key': pm.collectionVariables.get('onceKey'),
  };
  const raw = JSON.stringify({ name: pm.variables.replaceIn(options.name), data: {} });
  const request = { method: 'POST', url: `${baseUrl}/items`, header, body: { mode: 'raw', raw } };
  pm.sendRequest(request, (error, response) => {
    answers.push(error ? { status: String(error) } : { status: response.code, id: response.json().id });
    pm.collectionVariables.set('answersAtOnce', JSON.stringify(answers));

    const location = response?.code === 201 && response.headers.get('Location');
    const url = location && baseUrl.replace(/^(https?:..[^/]+).*$/, '$1') + location;
    if (url && !created.some((one) => one.url === url)) created.push({ url, as: 'user' });
    pm.collectionVariables.set('created', JSON.stringify(created));
  });
}
