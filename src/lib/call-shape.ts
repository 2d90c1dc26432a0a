/** An object that can check a value, such as a zod schema. */
export interface Schema<T> {
  parse(value: unknown): T
}

/** One call of a contract: its input and output, whether it answers once or streams, and whether bytes are uploaded. */
export interface CallShape<
  Input = unknown,
  Output = unknown,
  Answers extends 'once' | 'stream' = 'once' | 'stream',
  Takes extends 'nothing' | 'bytes' = 'nothing' | 'bytes',
> {
  readonly input: Schema<Input>
  readonly output: Schema<Output>
  readonly answers: Answers
  readonly takes: Takes
}

/** Calls by domain: `contract.files.stat`. */
export type ContractShape = Readonly<Record<string, Readonly<Record<string, CallShape>>>>

/** A call with a single answer. */
export function once<I, O>(input: Schema<I>, output: Schema<O>): CallShape<I, O, 'once', 'nothing'> {
  return { input, output, answers: 'once', takes: 'nothing' }
}

/** A call that answers with any number of items. Leaving the loop stops the work on the other side. */
export function stream<I, O>(input: Schema<I>, item: Schema<O>): CallShape<I, O, 'stream', 'nothing'> {
  return { input, output: item, answers: 'stream', takes: 'nothing' }
}

/** A call that uploads bytes and answers once when all are taken. */
export function upload<I, O>(input: Schema<I>, output: Schema<O>): CallShape<I, O, 'once', 'bytes'> {
  return { input, output, answers: 'once', takes: 'bytes' }
}

/** The calls that answer with a stream, as `domain.name`. */
type StreamCall<C extends ContractShape> = {
  [Domain in keyof C & string]: {
    [Name in keyof C[Domain] & string]: C[Domain][Name]['answers'] extends 'stream' ? `${Domain}.${Name}` : never
  }[keyof C[Domain] & string]
}[keyof C & string]

/** What a caller needs to know of a contract. It is separate from the schemas, which callers do not load. */
export type StreamCalls<C extends ContractShape> = Readonly<Record<StreamCall<C>, true>>

export function streamCallsOf<C extends ContractShape>(shapes: C): StreamCalls<C> {
  const all = Object.entries(shapes).flatMap(([domain, calls]) =>
    Object.entries(calls).map(([name, { answers }]) => ({ method: `${domain}.${name}`, answers })),
  )
  const streams = all.filter(({ answers }) => answers === 'stream').map(({ method }) => [method, true])
  return Object.fromEntries(streams) as StreamCalls<C>
}
