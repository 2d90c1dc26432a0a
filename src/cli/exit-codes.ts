import type { Failure, FailureKind } from '../contract/failure.ts'

/** The exit codes of the command line. */
export const exitCodes = {
  done: 0,
  someFailed: 1,
  usage: 2,
  noConnection: 3,
  notFound: 4,
  interrupted: 130,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const codeByKind: Partial<Record<FailureKind, ExitCode>> = {
  'not-found': exitCodes.notFound,
  'sign-in': exitCodes.noConnection,
  unreachable: exitCodes.noConnection,
  timeout: exitCodes.noConnection,
  disconnected: exitCodes.noConnection,
  'bad-input': exitCodes.usage,
}

/** Returns the exit code of a failure. */
export function exitCodeOf({ kind }: Failure): ExitCode {
  return codeByKind[kind] ?? exitCodes.someFailed
}

/** Returns the exit code of several items: their common code if all are equal, else `someFailed`. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  const [first = exitCodes.done] = codes
  return codes.every((code) => code === first) ? first : exitCodes.someFailed
}
