/** What must not be seen in a log: secrets, tokens and what a step has asked to hide. */
export class Masks {
  readonly #forms = new Set<string>();

  add(value: string): void {
    for (const part of [value, ...value.split(/\r?\n/)]) {
      if (part.trim() === '') continue;
      // The encodings in which a secret commonly ends up in a log.
      this.#forms.add(part);
      this.#forms.add(JSON.stringify(part).slice(1, -1));
      this.#forms.add(encodeURIComponent(part));
      this.#forms.add(Buffer.from(part).toString('base64'));
    }
  }

  apply(text: string): string {
    return [...this.#forms]
      .sort((one, other) => other.length - one.length)
      .reduce((masked, form) => masked.replaceAll(form, '***'), text);
  }

  hidesPartOf(text: string): boolean {
    return this.apply(text) !== text;
  }
}
