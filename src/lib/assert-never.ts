/** Closes an exhaustive `switch`: a new union member that is not handled becomes a type error here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
