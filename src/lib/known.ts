/** Returns the object without undefined fields. It is called several times for each item of a transfer. */
export function known<T extends object>(facts: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept: Partial<T> = {}
  for (const name of Object.keys(facts) as (keyof T)[]) if (facts[name] !== undefined) kept[name] = facts[name]
  return kept as never
}
