import type { LinkRecord, OwnLinkFacts } from '../../contract/api/links.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { countOf, formatTime } from '../output/format.ts'
import { showLocation } from '../output/show-location.ts'

export const linksCommand: Command = {
  name: 'links',
  usage: '[--revoke ID]',
  about: [
    'Lists the links that were made on this computer, newest first, without their addresses.',
    'Links that expired long ago are left out.',
  ].join(' '),
  examples: [
    ['portolan links', 'list the links that still work'],
    ['portolan links --revoke 3f0c…', 'revoke a link, where its store supports it'],
  ],
  options: { revoke: { type: 'string', value: 'ID', help: 'revoke this link' } },
  takes: { min: 0, max: 0, what: 'nothing' },
  async run({ connect, output, signal, valueOf }) {
    const { client } = await connect()
    const id = valueOf('revoke')
    const links =
      id === undefined
        ? (await client.links.list({}, { signal })).links
        : [await client.links.revoke({ id }, { signal })]
    for (const link of links) await output.record({ ...link, location: showLocation(link.location) }, [lineOf(link)])
    return exitCodes.done
  },
}

/** Returns the facts that only our own server knows. */
function ownText({ items, opened, lastOpenedMs, uses, mostUses, hasPassword }: OwnLinkFacts): string {
  const facts = [
    items > 1 ? `and ${items - 1} more` : '',
    opened === 0 ? 'not opened yet' : `opened ${countOf(opened, 'time')}, last ${formatTime(lastOpenedMs ?? 0)}`,
    mostUses === undefined ? '' : `${uses} of ${mostUses} used`,
    hasPassword ? 'with a password' : '',
  ]
  return `  (${facts.filter((fact) => fact !== '').join(', ')})`
}

function stateOf({ endsMs, revokedMs }: LinkRecord): string {
  if (revokedMs !== undefined) return 'revoked'
  if (endsMs === undefined) return 'public, no end'
  return endsMs < Date.now() ? 'ended' : `ends ${formatTime(endsMs)}`
}

function lineOf(link: LinkRecord): string {
  const { id, location, method, own } = link
  const state = stateOf(link)
  return `${id}  ${method === 'put' ? 'upload  ' : 'download'}  ${state.padEnd(21)}  ${showLocation(location)}${own ? ownText(own) : ''}`
}
