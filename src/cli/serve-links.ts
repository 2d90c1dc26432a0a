import type { CommandContext } from './command.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { UsageError } from './usage-error.ts'

/** Answers links to files of this computer until Ctrl-C. */
export async function serveLinks(
  { connect, has, output, signal, valueOf }: CommandContext,
  port?: number,
): Promise<ExitCode> {
  const baseUrl = readBaseUrl(valueOf('base-url'))
  if (valueOf('address') !== undefined)
    throw new UsageError('--links listens on this computer, or with --lan in its network.')
  const { client } = await connect({ isUnattended: true })
  const state = await client.links.startServer(
    {
      reach: has('lan') ? 'lan' : 'loopback',
      ...(port !== undefined && port > 0 && { port }),
      ...(baseUrl !== undefined && { baseUrl }),
    },
    { signal },
  )
  const listens = state.address === undefined ? '' : ` It listens at ${state.address}:${state.port}.`
  const lines =
    state.state === 'elsewhere'
      ? [`Another Portolan serves links at ${state.url}. This one takes over when the other one ends.`]
      : [`Links are served at ${state.url}.${listens}`]
  await output.record(state, lines)
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  return exitCodes.done
}

function readBaseUrl(text: string | undefined): string | null | undefined {
  if (text === undefined) return undefined
  if (text === 'none') return null
  if (/^https?:\/\/[^/?#]+[^?#]*$/.test(text)) return text
  throw new UsageError('--base-url needs an http or https address, such as https://files.example.org.')
}
