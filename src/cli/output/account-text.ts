import type { Account } from '../../contract/permissions.ts'

/** Returns the name, else the number; empty if the store provides neither. */
export function accountText(account: Account | undefined): string {
  return account ? (account.name ?? String(account.id)) : ''
}
