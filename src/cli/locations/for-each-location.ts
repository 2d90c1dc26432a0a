import { failureOf } from '../../contract/failure.ts'
import type { CommandContext } from '../command.ts'
import type { Session } from '../compose.ts'
import { combineExitCodes, type ExitCode, exitCodeOf, exitCodes } from '../exit-codes.ts'
import type { LocationArgument } from '../../core/mounts/resolving/location-argument.ts'

/** Runs `act` for every LOC argument. A failure is reported and does not stop the others. */
export async function forEachLocation(
  { connect, output, positionals, signal }: CommandContext,
  act: (argument: LocationArgument, session: Session, asGiven: string) => Promise<ExitCode | void>,
): Promise<ExitCode> {
  const session = await connect()
  const codes: ExitCode[] = []
  for (const text of positionals) {
    try {
      codes.push((await act(await session.readLocation(text), session, text)) ?? exitCodes.done)
    } catch (error) {
      signal.throwIfAborted()
      const failure = failureOf(error, 'cli')
      await output.failure(failure)
      codes.push(exitCodeOf(failure))
    }
  }
  return combineExitCodes(codes)
}
