import type { Failure, FailureKind } from '../contract/failure.ts'

/** How a run of the command line ends. */
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

/** The exit code that one failure stands for. */
export function exitCodeOf({ kind }: Failure): ExitCode {
  return codeByKind[kind] ?? exitCodes.someFailed
}

/** The exit code of several items: that of all of them when they failed alike, else `someFailed` when any did. */
export function combineExitCodes(codes: readonly ExitCode[]): ExitCode {
  const [first = exitCodes.done] = codes
  return codes.every((code) => code === first) ? first : exitCodes.someFailed
}
