import { useState } from 'react'
import type { LinkRecord } from '../../../../contract/api/links.ts'
import type { Contract } from '../../../../contract/contract.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { baseName } from '../../../../contract/location.ts'
import { locationText } from '../../../ui/format/location-text.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { aboutText, endText, isOver, nameOf } from './ledger-text.ts'

export interface LinksTableProps {
  readonly client: () => Client<Contract>
  readonly links: readonly LinkRecord[]
  /** Shows whole locations instead of names. */
  readonly hasPlaces?: boolean
  /** Shows sentences about how often each link was opened and how it can be ended. */
  readonly hasDetails?: boolean
  readonly onChanged: () => void
}

/** Lists earlier links with their expiry times. Links that can be revoked are revoked from here. */
export function LinksTable({ client, links, hasPlaces = false, hasDetails = false, onChanged }: LinksTableProps) {
  const [problem, setProblem] = useState<string>()
  const [nowMs] = useState(() => Date.now())
  const dates = useDateFormat()

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
        <thead className="text-start text-tiny text-ink-3">
          <tr>
            <th scope="col" className="border-b border-line px-1.5 py-1 font-normal">
              {text(hasPlaces ? 'share.made-name' : 'share.made')}
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
          {links.map((link) => (
            <tr key={link.id} className="border-b border-line align-top last:border-0">
              <td className="w-full max-w-0 px-1.5 py-1" title={locationText(link.location)}>
                <span className="block truncate">{nameOf(link, { hasPlace: hasPlaces })}</span>
                {hasDetails && <span className="block text-ink-3">{aboutText(link, { nowMs, dates })}</span>}
              </td>
              <td className="px-1.5 py-1 whitespace-nowrap text-ink-2">{endText(link, nowMs)}</td>
              <td className="px-1.5 py-1 text-end whitespace-nowrap">
                {!isOver(link, nowMs) && link.revocation === 'policy' && (
                  <button
                    type="button"
                    className="rounded-sm text-sea hover:underline"
                    aria-label={text('share.revoke-name', {
                      name: hasPlaces ? locationText(link.location) : baseName(link.location.path),
                    })}
                    onClick={() => void revoke(link)}
                  >
                    {text('share.revoke')}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
