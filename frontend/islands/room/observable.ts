/** A state that views and others read, and hear of when it changes. */

/** What is equal to what was known stays the same object: nobody draws it anew. */
export function keptIfSame<T>(fresh: T, known: T): T {
  return JSON.stringify(fresh) === JSON.stringify(known) ? known : fresh;
}

export class Observable<T> {
  private readonly listeners = new Set<() => void>();

  constructor(protected state: T) {}

  readonly get = (): T => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  protected change(state: T): void {
    this.state = state;
    this.announce();
  }

  protected announce(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
