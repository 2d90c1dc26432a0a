/** What layers further in have to tell the log of one call. It travels with the options, where backends don't look. */
export interface Trace {
  attempts: number
}

const key = Symbol('trace')

/** Options that carry a trace. */
export function carrying(trace: Trace): Readonly<Record<symbol, unknown>> {
  return { [key]: trace }
}

export function traceOf(options: object): Trace | undefined {
  return (options as { readonly [key]?: Trace })[key]
}
