/** The entries of a folder. If it does not distinguish spellings, the spelling that came first stays. */
export interface Children<Node> extends Iterable<readonly [string, Node]> {
  readonly size: number
  get(name: string): Node | undefined
  set(name: string, node: Node): void
  delete(name: string): void
  has(name: string): boolean
  keys(): Iterable<string>
  values(): Iterable<Node>
  /** Returns an empty one of the same kind. */
  another(): Children<Node>
}

export function createChildren<Node>(keyOf: (name: string) => string = (name) => name): Children<Node> {
  const all = new Map<string, readonly [string, Node]>()
  return {
    get size() {
      return all.size
    },
    get: (name) => all.get(keyOf(name))?.[1],
    set: (name, node) => void all.set(keyOf(name), [all.get(keyOf(name))?.[0] ?? name, node]),
    delete: (name) => void all.delete(keyOf(name)),
    has: (name) => all.has(keyOf(name)),
    keys: () => Array.from(all.values(), ([name]) => name),
    values: () => Array.from(all.values(), ([, node]) => node),
    [Symbol.iterator]: () => all.values(),
    another: () => createChildren(keyOf),
  }
}

/** Returns the key for names that are compared as on most disks of Windows and macOS. */
export function looseKey(name: string): string {
  return name.normalize('NFC').toLowerCase()
}
