import type { Account } from '../../contract/permissions.ts'

/** By its name, else its number; nothing where the store tells none. */
export function accountText(account: Account | undefined): string {
  return account ? (account.name ?? String(account.id)) : ''
}
