import { useState } from 'react'
import type { LinkRecord } from '../../../contract/api/links.ts'
import type { Contract } from '../../../contract/contract.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName, formatLocation } from '../../../contract/location.ts'
import type { Client } from '../../../rpc/client.ts'
import { text } from '../../strings/text.ts'
import { inWords } from './lasting.ts'

export interface LinksTableProps {
  readonly client: () => Client<Contract>
  readonly links: readonly LinkRecord[]
  /** Whole locations instead of names. */
  readonly hasPlaces?: boolean
  readonly onChanged: () => void
}

/** Links that were made earlier, with their ends; those that can be are taken back from here. */
export function LinksTable({ client, links, hasPlaces = false, onChanged }: LinksTableProps) {
  const [problem, setProblem] = useState<string>()
  const [nowMs] = useState(() => Date.now())

  async function revoke({ id }: LinkRecord) {
    setProblem(undefined)
    try {
      await client().links.revoke({ id })
    } catch (error) {
      setProblem(failureOf(error).message)
    }
    onChanged()
  }

  return (
    <>
      {problem !== undefined && (
        <p role="alert" className="mb-1 text-bad">
          {problem}
        </p>
      )}
      <table className="w-full border-collapse text-small">
        <thead className="text-left text-tiny text-ink-3">
          <tr>
            <th scope="col" className="border-b border-line px-1.5 py-1 font-normal">
              {text('share.made')}
            </th>
            <th scope="col" className="border-b border-line px-1.5 py-1 font-normal">
              {text('share.ends')}
            </th>
            <th scope="col" className="border-b border-line">
              <span className="sr-only">{text('share.revoke')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {links.map((link) => {
            const name = hasPlaces ? formatLocation(link.location) : baseName(link.location.path)
            const isOver = link.revokedMs !== undefined || (link.endsMs ?? Infinity) <= nowMs
            return (
              <tr key={link.id} className="border-b border-line last:border-0">
                <td className="w-full max-w-0 truncate px-1.5 py-1" title={formatLocation(link.location)}>
                  {link.method === 'put' ? text('share.upload-name', { name }) : name}
                </td>
                <td className="px-1.5 py-1 whitespace-nowrap text-ink-2">{endText(link, nowMs)}</td>
                <td className="px-1.5 py-1 text-right whitespace-nowrap">
                  {!isOver && link.revocation === 'policy' && (
                    <button
                      type="button"
                      className="rounded-sm text-sea hover:underline"
                      aria-label={text('share.revoke-name', { name })}
                      onClick={() => void revoke(link)}
                    >
                      {text('share.revoke')}
                    </button>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}

function endText({ endsMs, revokedMs }: LinkRecord, nowMs: number): string {
  if (revokedMs !== undefined) return text('share.revoked')
  if (endsMs === undefined) return text('share.public')
  return endsMs <= nowMs ? text('share.ended') : inWords(endsMs - nowMs)
}
