import { parentPath } from '../../../contract/location.ts'
import { fromBase64, fromDataUri } from '../../../lib/text/base64.ts'
import type { Command } from '../../command.ts'
import { exitCodes } from '../../exit-codes.ts'
import { makeWithParents } from '../../locations/make-with-parents.ts'

export const putCommand: Command = {
  name: 'put',
  usage: 'LOC < BYTES [--from base64|data-uri]',
  about: [
    'Stores the input as a file, in one step: other programs see the old file or the complete new file.',
    'If it is interrupted or fails, the old file stays.',
    'Missing parent folders are created.',
  ].join(' '),
  examples: [
    ['portolan put reports:notes.md < notes.md', 'store a file from the input'],
    ['tar c . | portolan put reports:backup.tar', 'store the output of a program'],
    ['portolan put reports:notes.md --on-conflict fail < notes.md', 'store it only if no such file exists'],
    ['portolan put site:logo.png --from data-uri < logo.txt', 'store the content of a data: URI'],
  ],
  options: {
    'on-conflict': {
      type: 'string',
      value: 'WHAT',
      choices: ['overwrite', 'fail'],
      help: 'when the file exists: overwrite (default) or fail',
    },
    from: {
      type: 'string',
      value: 'FORM',
      choices: ['base64', 'data-uri'],
      help: 'decode the input, which is text in this form',
    },
  },
  takes: { min: 1, max: 1, what: 'a location' },
  async run({ connect, output, positionals, signal, surroundings, valueOf }) {
    const session = await connect()
    const { location } = await session.readLocation(positionals[0] ?? '')
    if (surroundings.stdin.isTTY) await output.note('Reading from the terminal; Ctrl-D ends it, Ctrl-C cancels.')
    const ifExists = valueOf('on-conflict') === 'fail' ? 'fail' : 'replace'
    await makeWithParents({ ...location, path: parentPath(location.path) }, session, { signal })
    await session.client.files.write(
      { location, ifExists },
      { body: bytesOf(surroundings.stdin, valueOf('from')), signal },
    )
    await output.outcome({ location }, 'stored')
    return exitCodes.done
  },
}

function bytesOf(input: AsyncIterable<Uint8Array>, form: string | undefined): AsyncIterable<Uint8Array> {
  if (form === undefined) return input
  return form === 'base64' ? fromBase64(input) : fromDataUri(input)
}
