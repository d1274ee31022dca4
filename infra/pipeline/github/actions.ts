/**
 * The actions that the workflows use, each at the commit of the version behind it: a tag can be moved, a commit
 * cannot. To change one, change its line and run `npm run generate`; ci.yml follows, too.
 */
export const actions = {
  checkout: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1',
  setupNode: 'actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0',
  uploadArtifact: 'actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0',
  downloadArtifact: 'actions/download-artifact@3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c # v8.0.1',
  configureAwsCredentials:
    'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c # v6.2.3',
} as const;

/** The same text with the versions above for every action in it that is among them. */
export function withPinnedActions(workflow: string): string {
  return Object.values(actions).reduce((text, pinned) => {
    const name = pinned.slice(0, pinned.indexOf('@'));
    return text.replaceAll(new RegExp(`(uses: )${name}@.*`, 'g'), `$1${pinned}`);
  }, workflow);
}
