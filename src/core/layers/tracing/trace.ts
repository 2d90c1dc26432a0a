/**
 * Data that inner layers pass to the log of one call. It travels with the options under a key that backends do not
 * read.
 */
export interface Trace {
  attempts: number
}

const key = Symbol('trace')

/** Returns options that carry a trace. */
export function carrying(trace: Trace): Readonly<Record<symbol, unknown>> {
  return { [key]: trace }
}

export function traceOf(options: object): Trace | undefined {
  return (options as { readonly [key]?: Trace })[key]
}
